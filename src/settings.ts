import {
  adminToken,
  databaseUrl,
  hostPort,
  hostTemplate,
  isLoopback,
  logFormat,
  mailAddress,
  nameServers,
  networks,
  nodeName,
  nonEmpty,
  proxyName,
  publicUrl,
  setting,
  smtpUrl,
  trueOrFalse,
  wholeNumber,
} from './setting-values.ts'
import { availableParallelism, hostname } from 'node:os'
import { signInSettings } from './sign-in-settings.ts'

/** Every setting of `faultline start`: flag, environment name, default, unit, check and help, in one
 *  table. A flag wins over the environment, the environment over the default. Elsewhere process.env is
 *  read for `${NAME}` in definitions, options of other commands, the language and how commands are
 *  typed (src/cli), and Node's compile cache (main.ts); docs/reference/settings.md lists it. */
export const settingTable = {
  data: setting({
    flag: '--data',
    argument: '<dir>',
    environment: 'FAULTLINE_DATA',
    default: './data',
    help: 'data folder: state, keys, flow records; created with mode 0700',
    read: nonEmpty,
  }),
  database: setting({
    flag: '--database',
    argument: '<url>',
    environment: 'FAULTLINE_DATABASE',
    default: '',
    help: 'PostgreSQL for the control state, like postgres://user@host/name (default: a file in the data folder)',
    read: databaseUrl,
  }),
  listen: setting({
    flag: '--listen',
    argument: '<host:port>',
    environment: 'FAULTLINE_LISTEN',
    default: '127.0.0.1:8800',
    help: 'address of the gateway; port 0 picks a free one (--gateway is an alias)',
    read: hostPort,
  }),
  console: setting({
    flag: '--console',
    argument: '<host:port>',
    environment: 'FAULTLINE_CONSOLE',
    default: '127.0.0.1:8801',
    help: 'address of the management API and console; beyond loopback it needs FAULTLINE_ADMIN_TOKEN',
    read: hostPort,
  }),
  workers: setting({
    flag: '--workers',
    argument: '<count>',
    environment: 'FAULTLINE_WORKERS',
    default: String(Math.min(availableParallelism(), 64)),
    help: 'worker threads, 1 to 64 (default: one a core)',
    read: (text: string) => wholeNumber(text, 1, 64),
  }),
  trustedProxies: setting({
    flag: '--trusted-proxies',
    argument: '<cidr,..>',
    environment: 'FAULTLINE_TRUSTED_PROXIES',
    default: '',
    help: 'addresses or networks whose X-Forwarded-For is believed (default: none)',
    read: networks,
  }),
  hostTemplate: setting({
    flag: '--host-template',
    argument: '<host>',
    environment: 'FAULTLINE_HOST_TEMPLATE',
    default: '',
    help: 'serve each gateway under its own host too, like {gateway}.example.com (default: off)',
    read: hostTemplate,
  }),
  tlsCertificate: setting({
    flag: '--tls-certificate',
    argument: '<file>',
    environment: 'FAULTLINE_TLS_CERTIFICATE',
    default: '',
    help: 'PEM certificate chain: the gateway then speaks https only (default: plain http)',
    read: (text: string) => text,
  }),
  tlsKey: setting({
    flag: '--tls-key',
    argument: '<file>',
    environment: 'FAULTLINE_TLS_KEY',
    default: '',
    help: 'PEM private key of --tls-certificate',
    read: (text: string) => text,
  }),
  nameServers: setting({
    flag: '--name-servers',
    argument: '<ip:port,..>',
    environment: 'FAULTLINE_NAME_SERVERS',
    default: '',
    help: 'name servers asked for backend names (default: those of /etc/resolv.conf)',
    read: nameServers,
  }),
  proxyName: setting({
    flag: '--proxy-name',
    argument: '<token>',
    environment: 'FAULTLINE_PROXY_NAME',
    default: 'faultline',
    help: 'name of this deployment in Proxy-Status (RFC 9209)',
    read: proxyName,
  }),
  node: setting({
    flag: '--node',
    argument: '<name>',
    environment: 'FAULTLINE_NODE',
    default: hostname().replaceAll(/[^\w.:-]/g, '-'),
    help: 'name of this node in flow records (default: the host name)',
    read: nodeName,
  }),
  publicConsoleUrl: setting({
    flag: '--public-console-url',
    argument: '<url>',
    environment: 'FAULTLINE_PUBLIC_CONSOLE_URL',
    default: '',
    help: 'address of the console as callers reach it, for the help link of errors (default: --console)',
    read: publicUrl,
  }),
  publicGatewayUrl: setting({
    flag: '--public-gateway-url',
    argument: '<url>',
    environment: 'FAULTLINE_PUBLIC_GATEWAY_URL',
    default: '',
    help: 'address of the gateway as callers reach it, for the API documents (default: --listen)',
    read: publicUrl,
  }),
  operatorContact: setting({
    flag: '--operator-contact',
    argument: '<text>',
    environment: 'FAULTLINE_OPERATOR_CONTACT',
    default: '',
    help: 'who runs this Faultline: shown where the operator must act',
    read: (text: string) => text,
  }),
  retainDays: setting({
    flag: '--retain-days',
    argument: '<days>',
    environment: 'FAULTLINE_RETAIN_DAYS',
    default: '7',
    help: 'flow records are kept this many days, 1 to 3650',
    read: (text: string) => wholeNumber(text, 1, 3_650),
  }),
  retainMib: setting({
    flag: '--retain-mib',
    argument: '<mib>',
    environment: 'FAULTLINE_RETAIN_MIB',
    default: '10240',
    help: 'flow records take at most this many MiB; the oldest go first, 64 to 100000000',
    read: (text: string) => wholeNumber(text, 64, 100_000_000),
  }),
  retainStatisticsDays: setting({
    flag: '--retain-statistics-days',
    argument: '<days>',
    environment: 'FAULTLINE_RETAIN_STATISTICS_DAYS',
    default: '400',
    help: 'statistics are kept this many days, 8 to 3650',
    read: (text: string) => wholeNumber(text, 8, 3_650),
  }),
  alarmSeconds: setting({
    flag: '--alarm-seconds',
    argument: '<seconds>',
    environment: 'FAULTLINE_ALARM_SECONDS',
    default: '60',
    help: 'alarm rules are evaluated every so many seconds, 1 to 600',
    read: (text: string) => wholeNumber(text, 1, 600),
  }),
  smtpFrom: setting({
    flag: '--smtp-from',
    argument: '<address>',
    environment: 'FAULTLINE_SMTP_FROM',
    default: '',
    help: 'sender of notifications by mail, like faultline@example.com; needs FAULTLINE_SMTP_URL',
    read: mailAddress,
  }),
  webhookRefuse: setting({
    flag: '--webhook-refuse',
    argument: '<cidr,..>',
    environment: 'FAULTLINE_WEBHOOK_REFUSE',
    default: '',
    help: 'addresses or networks that no webhook is sent to, beside link-local and metadata services',
    read: networks,
  }),
  drainDelaySeconds: setting({
    flag: '--drain-delay',
    argument: '<seconds>',
    environment: 'FAULTLINE_DRAIN_DELAY',
    default: '0',
    help: 'seconds between answering 503 on /-/healthy and closing the listeners, 0 to 300',
    read: (text: string) => wholeNumber(text, 0, 300),
  }),
  drainTimeoutSeconds: setting({
    flag: '--drain-timeout',
    argument: '<seconds>',
    environment: 'FAULTLINE_DRAIN_TIMEOUT',
    default: '30',
    help: 'seconds that requests in flight and tunnels get to finish at a stop, 0 to 3600',
    read: (text: string) => wholeNumber(text, 0, 3_600),
  }),
  probe: setting({
    flag: '--no-probe',
    argument: '',
    environment: 'FAULTLINE_PROBE',
    default: 'true',
    help: 'do not send one GET / to each backend host after applying (FAULTLINE_PROBE=false)',
    read: trueOrFalse,
  }),
  log: setting({
    flag: '--log',
    argument: '<format>',
    environment: 'FAULTLINE_LOG',
    default: 'text',
    help: 'process log on stderr: text or json',
    read: logFormat,
  }),
  smtpUrl: setting({
    flag: null,
    argument: '',
    environment: 'FAULTLINE_SMTP_URL',
    default: '',
    help: 'mail server of notifications, like smtp://user:password@host:587, or @/path of a file that holds it',
    read: smtpUrl,
  }),
  adminToken: setting({
    flag: null,
    argument: '',
    environment: 'FAULTLINE_ADMIN_TOKEN',
    default: '',
    help: 'management token, at least 20 characters (default: generated once, kept in DATA/admin-token)',
    read: adminToken,
  }),
  ...signInSettings,
} as const

export type Settings = {
  readonly [Name in keyof typeof settingTable]: ReturnType<(typeof settingTable)[Name]['read']>
}

export type SettingsRead =
  | { readonly ok: true; readonly settings: Settings }
  | { readonly ok: false; readonly problem: string }

/** `flags` holds what the command line named, by setting name; an empty variable counts as unset. */
export function readSettings(
  flags: Readonly<Partial<Record<string, string>>>,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): SettingsRead {
  const values: Record<string, unknown> = {}
  for (const [name, entry] of Object.entries(settingTable)) {
    const fromFlag = flags[name]
    const fromEnvironment = environment[entry.environment] || undefined
    try {
      values[name] = entry.read(fromFlag ?? fromEnvironment ?? entry.default)
    } catch (error) {
      const source = fromFlag === undefined ? entry.environment : (entry.flag ?? entry.environment)
      return { ok: false, problem: `${source}: ${error instanceof Error ? error.message : ''}` }
    }
  }
  const settings = values as Settings // each name was read by its own `read`
  const problem = conflictIn(settings)
  return problem === '' ? { ok: true, settings } : { ok: false, problem }
}

function conflictIn(settings: Settings): string {
  if ((settings.tlsCertificate === '') !== (settings.tlsKey === '')) {
    return '--tls-certificate and --tls-key belong together: name both files or neither.'
  }
  if (settings.smtpUrl !== '' && settings.smtpFrom === '') {
    return 'FAULTLINE_SMTP_URL names a mail server, but nobody says who mail comes from: set --smtp-from.'
  }
  const { listen, console } = settings
  if (settings.adminToken === '' && !isLoopback(console.host)) {
    return `--console ${console.host} can be reached from other machines: choose a management token of at least 20 characters and set it as FAULTLINE_ADMIN_TOKEN, or listen on 127.0.0.1.`
  }
  if (settings.oidcIssuer !== '' && settings.oidcClientId === '') {
    return 'FAULTLINE_OIDC_ISSUER needs FAULTLINE_OIDC_CLIENT_ID: what this server is called there.'
  }
  if (listen.port !== 0 && listen.port === console.port && listen.host === console.host) {
    return `--listen and --console are both ${listen.host} port ${listen.port}: give them different ports.`
  }
  return ''
}

/** Variables of ours that no setting and no command reads: mostly mistyped. */
export function unknownVariables(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): string[] {
  const known = new Set(settingVariables)
  return Object.keys(environment)
    .filter((name) => name.startsWith('FAULTLINE_') && !known.has(name))
    .toSorted()
}

/** Of settings, of the commands that talk to a server, and of `call`. */
export const settingVariables: readonly string[] = [
  ...Object.values(settingTable).map(({ environment }) => environment),
  'FAULTLINE_SERVER',
  'FAULTLINE_TOKEN',
  'FAULTLINE_APP_SECRET',
]
