import type { CallFailure, LoggedFailure } from './transcript.ts'
import { maskSecrets } from '../mask-secrets.ts'
import { accessLogFailure, isAccessLogLine } from './access-log-lines.ts'
import {
  apacheErrors,
  goProxyErrors,
  nginxErrors,
  type LoggedMeaning,
} from './proxy-error-meanings.ts'

/** A proxy wrote the line, into its log of errors or of requests. Its connections are its own, never the
 *  caller's. */
export function isProxyLogLine(whole: string): boolean {
  const line = whole.slice(0, longestLine)
  return (
    nginxError.test(line) ||
    apacheError.test(line) ||
    goProxyError.test(line) ||
    envoyNote.test(line) ||
    isAccessLogLine(line)
  )
}

/** What the line comes to. undefined where it tells of no failed exchange, or of one not known here. */
export function loggedFailureOf(line: string): CallFailure | undefined {
  const short = line.trim().slice(0, longestLine)
  const logged =
    nginxFailure(short) ?? apacheFailure(short) ?? goProxyFailure(short) ?? accessLogFailure(short)
  if (logged === undefined) return undefined
  return { key: logged.key, says: maskSecrets(short).slice(0, shownChars), logged }
}

const longestLine = 2_000
const shownChars = 300

/** `2024/01/01 12:00:00 [error] 123#123: *45 …`; with the program before it where nginx cannot start. */
const nginxError = /\[\w+\] \d+#\d+: |\bnginx: \[\w+\] /
/** `[Mon Jan 01 12:00:00.123456 2024] [proxy:error] [pid 12:tid 34] …`; each message has a number. */
const apacheError =
  /^\[[\w :.]{20,40}\] \[\w*:?(?:error|warn|crit|alert|emerg|notice|info)\] |\bAH\d{5}: /

/** `'502 Bad Gateway' caused by: dial tcp …` of Traefik, `http: proxy error: …` of Go's ReverseProxy. */
const goProxyError = /\b[45]\d\d [A-Z][\w ]{1,40}'? (?:caused by: |error=")|\bhttp: proxy error: /
/** `[2024-01-01 00:00:00.000][1][warning][config] …`: of Envoy's own business. */
const envoyNote = /^\[\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+\]\[\d+\]\[\w+\]/

function nginxFailure(line: string): LoggedFailure | undefined {
  if (!nginxError.test(line)) return undefined
  const meaning = meaningIn(nginxErrors, line)
  if (meaning === undefined) return undefined
  const host = /, host: "([^"]+)"/.exec(line)?.[1] ?? ''
  const [, method = '', path = ''] = /, request: "([A-Z]+) (\S+)/.exec(line) ?? []
  return { program: 'nginx', ...meaning, method, url: host === '' ? path : `${host}${path}` }
}

function apacheFailure(line: string): LoggedFailure | undefined {
  if (!apacheError.test(line)) return undefined
  const meaning = meaningIn(apacheErrors, line)
  return meaning === undefined
    ? undefined
    : { program: 'Apache httpd', ...meaning, method: '', url: '' }
}

function goProxyFailure(line: string): LoggedFailure | undefined {
  if (!goProxyError.test(line)) return undefined
  const meaning = meaningIn(goProxyErrors, line)
  const program = line.includes('http: proxy error: ') ? '' : 'Traefik'
  return meaning === undefined ? undefined : { program, ...meaning, method: '', url: '' }
}

function meaningIn(
  meanings: readonly (readonly [RegExp, LoggedMeaning])[],
  line: string,
): LoggedMeaning | undefined {
  return meanings.find(([pattern]) => pattern.test(line))?.[1]
}
