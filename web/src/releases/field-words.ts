/** What a field of a release is called in the console. */
export interface FieldWords {
  /** Key of a text; undefined: only its name is known. */
  readonly label: (typeof labels)[keyof typeof labels] | (typeof families)[number][1] | undefined
  /** What else must be said: a name, or the field as it is written. */
  readonly name: string
}

const labels = {
  method: 'fieldMethod',
  path: 'fieldPath',
  weight: 'fieldWeight',
  hosts: 'fieldHosts',
  hostHeader: 'fieldHostHeader',
  retries: 'fieldRetries',
  balance: 'fieldBalance',
  owners: 'fieldOwners',
  maintainers: 'fieldMaintainers',
  matchSubpath: 'fieldSubpath',
  websocket: 'fieldWebsocket',
  bodyLimitBytes: 'fieldBodyLimit',
  credentials: 'fieldCredentials',
  passCookies: 'fieldCookies',
  'backend.path': 'fieldBackendPath',
  'backend.name': 'fieldBackendName',
  'backend.method': 'fieldBackendMethod',
  'auth.app': 'fieldAuthApp',
  'auth.user': 'fieldAuthUser',
  'auth.permission': 'fieldAuthPermission',
  'tls.verify': 'fieldVerify',
  'tls.serverName': 'fieldServerName',
} as const

/** Fields that begin so; what follows is a name. */
const families = [
  ['variables.', 'fieldVariable'],
  ['timeoutMs.', 'fieldTimeout'],
  ['plugins.', 'fieldPlugin'],
  ['eject.', 'fieldEject'],
  ['userAuth.', 'fieldUserAuth'],
] as const

export function fieldWords(field: string): FieldWords {
  if (isKnown(field)) return { label: labels[field], name: '' }
  const family = families.find(([begin]) => field.startsWith(begin))
  if (family === undefined) return { label: undefined, name: field }
  return { label: family[1], name: field.slice(family[0].length) }
}

function isKnown(field: string): field is keyof typeof labels {
  return Object.hasOwn(labels, field)
}
