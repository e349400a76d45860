/** Lets an application pass only where it holds a grant that has not expired. Asked on every request,
 *  and found anew when the directory has changed, so that a grant given or taken counts at once. */
import { MemoKey } from '../model/caller-memo.ts'
import type { Identity } from '../model/exchange.ts'
import { proceed, type DirectoryView, type GrantFound, type Outcome } from '../model/plugin.ts'
import { opensFor } from './debug-pass.ts'
import { builtInPlugin } from './define-plugin.ts'

export const permission = builtInPlugin({
  name: 'permission',
  refuses: ['app_no_permission', 'permission_expired', 'invalid_resource_config'],
  refusesAt({ resource: { auth } }) {
    if (!auth.permission) return []
    return auth.app ? ['app_no_permission', 'permission_expired'] : ['invalid_resource_config']
  },
  bind({ release, resource: { name, auth } }, { directory, nowMs }) {
    if (!auth.permission) return undefined
    if (!auth.app) return { onRequest: () => contradiction }
    return {
      onRequest({ identity, request }) {
        const { appCode } = identity
        const grant = grantOf(identity, release.gateway, name, directory)
        if (grant.kind === 'granted') {
          if (grant.expiresAtMs === null || grant.expiresAtMs > nowMs()) return proceed
          const type = grant.dimension === 'gateway' ? 'gateway_permission' : 'resource_permission'
          return { kind: 'reject', key: 'permission_expired', facts: { type, app_code: appCode } }
        }
        if (opensFor(identity.memo, release, request)) return debugged
        const reason =
          grant.kind === 'none' ? `no permission, bk_app_code=${appCode}` : 'no permission'
        return { kind: 'reject', key: 'app_no_permission', facts: { reason } }
      },
    }
  },
})

const debugged: Outcome = { kind: 'continue', facts: { granted_by: 'debug call' } }

/** What was found for the resource that the caller asked for last. */
const lastGrant = new MemoKey<{
  readonly resource: string
  readonly version: number
  readonly grant: GrantFound
}>()

function grantOf(
  { appCode, memo }: Identity,
  gateway: string,
  resource: string,
  directory: DirectoryView,
): GrantFound {
  const { version } = directory
  const last = lastGrant.of(memo)
  if (last?.resource === resource && last.version === version) return last.grant
  const grant = directory.grantFor(appCode, gateway, resource)
  lastGrant.keep(memo, { resource, version, grant })
  return grant
}

/** Refused when a definition is applied; a release that says so all the same is its publisher's to
 *  correct, and no caller can do anything about it. */
const contradiction: Outcome = {
  kind: 'reject',
  key: 'invalid_resource_config',
  facts: {
    reason:
      'if resource_perm_required is true, verified_app_required must be set to true too, please contact the managers of the gateway to handle.',
  },
}
