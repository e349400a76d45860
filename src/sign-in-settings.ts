import {
  gatewayCreation,
  issuerUrl,
  nonEmpty,
  scopes,
  secretText,
  setting,
} from './setting-values.ts'

/** How people sign in at an identity provider, and what whoever is signed in may begin: the part of `settingTable`
 *  (settings.ts) about that. */
export const signInSettings = {
  gatewayCreation: setting({
    flag: '--gateway-creation',
    argument: '<who>',
    environment: 'FAULTLINE_GATEWAY_CREATION',
    default: 'administrators',
    help: 'who may make gateways: administrators, or everyone who is signed in',
    read: gatewayCreation,
  }),
  oidcIssuer: setting({
    flag: null,
    argument: '',
    environment: 'FAULTLINE_OIDC_ISSUER',
    default: '',
    help: 'people sign in by OpenID Connect: address of the identity provider (default: by password only)',
    read: issuerUrl,
  }),
  oidcClientId: setting({
    flag: null,
    argument: '',
    environment: 'FAULTLINE_OIDC_CLIENT_ID',
    default: '',
    help: 'what this server is called there',
    read: (text: string) => text,
  }),
  oidcClientSecret: setting({
    flag: null,
    argument: '',
    environment: 'FAULTLINE_OIDC_CLIENT_SECRET',
    default: '',
    help: 'its secret there, or @FILE for a file that holds it',
    read: secretText,
  }),
  oidcScopes: setting({
    flag: null,
    argument: '',
    environment: 'FAULTLINE_OIDC_SCOPES',
    default: 'openid profile email',
    help: 'what is asked for',
    read: scopes,
  }),
  oidcGroupsClaim: setting({
    flag: null,
    argument: '',
    environment: 'FAULTLINE_OIDC_GROUPS_CLAIM',
    default: 'groups',
    help: 'claim with the groups of a user',
    read: nonEmpty,
  }),
  oidcNameClaim: setting({
    flag: null,
    argument: '',
    environment: 'FAULTLINE_OIDC_NAME_CLAIM',
    default: 'preferred_username',
    help: 'claim with the name of a user',
    read: nonEmpty,
  }),
  oidcAdminGroup: setting({
    flag: null,
    argument: '',
    environment: 'FAULTLINE_OIDC_ADMIN_GROUP',
    default: '',
    help: 'whose members are administrators (default: nobody is by a group)',
    read: (text: string) => text,
  }),
} as const
