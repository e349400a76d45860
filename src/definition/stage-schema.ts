import { Type } from 'typebox'
import { defaultTimeoutsMs } from '../model/release.ts'
import { keyRule, line, mapping, name, nameRules } from './schema-parts.ts'

/** What a stage says: where its backends are and what holds for all of its resources. */

/** An hour: no caller waits longer, and a number of seconds written as milliseconds times 1,000
 *  twice is caught. */
const longestTimeoutMs = 3_600_000
const longestTunnelMs = 86_400_000

export const backendDefaults = {
  balance: 'round-robin',
  hashOn: 'client_ip',
  retries: 1,
  weight: 100,
  eject: { failures: 5, seconds: 10 },
} as const

function timeout(key: keyof typeof defaultTimeoutsMs, maximum: number, description: string) {
  const options = { minimum: 1, maximum, default: defaultTimeoutsMs[key], 'x-unit': 'milliseconds' }
  return Type.Optional(Type.Integer({ ...options, description }))
}

export const timeoutsSchema = mapping(
  {
    dns: timeout('dns', longestTimeoutMs, 'Looking up the name of a host.'),
    connect: timeout('connect', longestTimeoutMs, 'TCP connection to one address.'),
    connectAttempt: timeout('connectAttempt', longestTimeoutMs, 'All addresses of one host.'),
    tls: timeout('tls', longestTimeoutMs, 'TLS handshake.'),
    send: timeout('send', longestTimeoutMs, 'Longest pause while the request is being sent.'),
    firstByte: timeout('firstByte', longestTimeoutMs, 'From the sent request to the first byte.'),
    idle: timeout(
      'idle',
      longestTimeoutMs,
      'Longest pause within the answer, of the backend or of a caller who takes it.',
    ),
    total: timeout('total', longestTimeoutMs, 'The whole exchange.'),
    tunnelIdle: timeout('tunnelIdle', longestTunnelMs, 'Longest silence of a WebSocket tunnel.'),
  },
  'Time limits towards the backend, in milliseconds.',
)

const tlsSchema = mapping(
  {
    serverName: Type.Optional(
      Type.String({
        pattern: '^[A-Za-z0-9._-]{1,253}$',
        'x-rule': 'a host name',
        description: 'Name asked for and verified. Default: the host of the URL.',
      }),
    ),
    ca: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 262_144,
        description:
          "Certificates (PEM) to trust besides the system's, or a file that holds them, relative to this one.",
      }),
    ),
    verify: Type.Optional(
      Type.Boolean({ default: true, description: 'false accepts any certificate.' }),
    ),
  },
  'TLS towards https hosts.',
)

const hostHeader = Type.Optional(
  Type.String({
    pattern: String.raw`^(?:[A-Za-z0-9._-]{1,253}|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?$`,
    'x-rule': 'a host name with or without a port',
    description: 'Value of the Host field sent to the backend. Default: host and port of the URL.',
  }),
)

const hostSchema = mapping(
  {
    url: Type.String({
      minLength: 1,
      maxLength: 2_048,
      description:
        "http:// or https://, host, port and a path prefix if there is one; {env.NAME} is replaced by the stage's variable.",
    }),
    weight: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 10_000,
        default: backendDefaults.weight,
        description: 'Share of the requests relative to the other hosts; 0: none.',
      }),
    ),
    hostHeader,
    tls: Type.Optional(tlsSchema),
  },
  'One host of the backend.',
)

const ejectSchema = mapping(
  {
    failures: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 1_000,
        default: backendDefaults.eject.failures,
        description: 'Failures in a row after which a host is left out; 0: never.',
      }),
    ),
    seconds: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 3_600,
        default: backendDefaults.eject.seconds,
        'x-unit': 'seconds',
        description: 'How long it is left out before one request tries it again.',
      }),
    ),
  },
  'When a failing host is left out.',
)

const stageBackendSchema = mapping(
  {
    hosts: Type.Array(hostSchema, {
      minItems: 1,
      maxItems: 256,
      description: 'Where the backend answers in this stage.',
    }),
    balance: Type.Optional(
      Type.Enum(['round-robin', 'least-connections', 'hash'], {
        default: backendDefaults.balance,
        description: 'How a host is chosen.',
      }),
    ),
    hashOn: Type.Optional(
      Type.String({
        pattern: String.raw`^(?:client_ip|(?:header|cookie):[!#$%&'*+.^_|~0-9A-Za-z-]{1,100})$`,
        'x-rule': 'client_ip, header:NAME or cookie:NAME',
        default: backendDefaults.hashOn,
        description: 'What `balance: hash` looks at: client_ip, header:NAME or cookie:NAME.',
      }),
    ),
    timeoutMs: Type.Optional(timeoutsSchema),
    retries: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 5,
        default: backendDefaults.retries,
        description: 'Extra attempts after the first, only where repeating is safe.',
      }),
    ),
    eject: Type.Optional(ejectSchema),
    hostHeader,
    tls: Type.Optional(tlsSchema),
  },
  'Where one backend answers in this stage, and how it is called.',
)

export const pluginSchema = mapping(
  {
    type: Type.String({
      minLength: 1,
      maxLength: 64,
      description: 'Name of the plugin, with or without the prefix bk-.',
    }),
    config: Type.Optional(Type.Unknown({ description: 'Options of the plugin; see plugins.md.' })),
  },
  'A plugin with its options.',
)

export const stageSchema = mapping(
  {
    name: name('stage', 'Stands in the URL: /api/{gateway}/{stage}/…'),
    description: Type.Optional(line(512, 'For people.')),
    variables: Type.Optional(
      Type.Record(
        Type.String({ pattern: nameRules.variable.pattern }),
        Type.String({ maxLength: 1_024 }),
        {
          ...keyRule('variable'),
          additionalProperties: false,
          maxProperties: 1_000,
          description: 'Values for {env.NAME} in backend paths and host URLs.',
        },
      ),
    ),
    backends: Type.Optional(
      Type.Record(Type.String({ pattern: nameRules.backend.pattern }), stageBackendSchema, {
        ...keyRule('backend'),
        additionalProperties: false,
        maxProperties: 1_000,
        description: 'By name; every backend that a resource uses needs an entry in every stage.',
      }),
    ),
    plugins: Type.Optional(
      Type.Array(pluginSchema, {
        maxItems: 100,
        description:
          'Plugins of every resource in this stage; they run in the order of plugins.md.',
      }),
    ),
    credentials: Type.Optional(
      Type.Array(Type.Enum(['bkapi', 'bearer', 'api-key']), {
        minItems: 1,
        maxItems: 3,
        default: ['bkapi', 'bearer', 'api-key'],
        description:
          'Where callers may put credentials: X-Bkapi-Authorization, Authorization: Bearer, X-API-Key.',
      }),
    ),
    credentialsInBody: Type.Optional(
      Type.Boolean({
        default: false,
        description: 'Also read credentials from form and JSON bodies of at most 64 KiB.',
      }),
    ),
    passCookies: Type.Optional(
      Type.Boolean({ default: false, description: 'Pass the Cookie field to backends.' }),
    ),
  },
  'A published environment of the gateway.',
)
