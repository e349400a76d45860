import type { Settings } from '../../settings.ts'
import type { ProviderSettings } from './identity-provider.ts'

/** undefined: people sign in by password only. */
export function providerOf(settings: Settings): ProviderSettings | undefined {
  if (settings.oidcIssuer === '') return undefined
  return {
    issuer: settings.oidcIssuer,
    clientId: settings.oidcClientId,
    clientSecret: settings.oidcClientSecret,
    scopes: settings.oidcScopes,
    groupsClaim: settings.oidcGroupsClaim,
    nameClaim: settings.oidcNameClaim,
    adminGroup: settings.oidcAdminGroup,
  }
}
