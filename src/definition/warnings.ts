import type { DefinitionWarning, GatewayDefinition } from './definition.ts'

/** Settings that work and are probably not meant. They never stop an apply. */
export function warningsOf(gateways: readonly GatewayDefinition[]): DefinitionWarning[] {
  return gateways.flatMap((gateway) => [
    ...withoutUserAuth(gateway),
    ...shortTimeouts(gateway),
    ...unverifiedHosts(gateway),
  ])
}

function withoutUserAuth({ name, resources, stages }: GatewayDefinition): DefinitionWarning[] {
  const needing = resources.filter(({ auth }) => auth.user)
  const [first] = needing
  const hasUserAuth = stages.every(({ content }) => content.userAuth !== null)
  if (first === undefined || hasUserAuth) return []
  const others = needing.length > 1 ? ` and ${needing.length - 1} more` : ''
  const message = `${first.name}${others} need a signed-in user, but the gateway has no userAuth: only JWTs of the gateway itself will be accepted`
  return [{ path: `gateways/${name}/userAuth`, message }]
}

/** Below this a limit is more likely meant in seconds: 30 for half a minute. */
const suspiciousTimeoutMs = 100

function shortTimeouts({ name, stages }: GatewayDefinition): DefinitionWarning[] {
  const warnings: DefinitionWarning[] = []
  for (const { content } of stages) {
    for (const backend of content.backends) {
      for (const [key, limitMs] of Object.entries(backend.timeoutMs)) {
        if (limitMs >= suspiciousTimeoutMs) continue
        const path = `gateways/${name}/stages/${content.stage}/backends/${backend.name}/timeoutMs/${key}`
        warnings.push({ path, message: `${limitMs} ms is very short; is it meant in seconds?` })
      }
    }
  }
  return warnings
}

function unverifiedHosts({ name, stages }: GatewayDefinition): DefinitionWarning[] {
  const warnings: DefinitionWarning[] = []
  for (const { content } of stages) {
    for (const backend of content.backends) {
      const unverified = backend.hosts.find(({ scheme, tls }) => scheme === 'https' && !tls.verify)
      if (unverified === undefined) continue
      const path = `gateways/${name}/stages/${content.stage}/backends/${backend.name}`
      const message = `the certificate of ${unverified.host} is not verified: anyone between can read and change what passes`
      warnings.push({ path, message })
    }
  }
  return warnings
}
