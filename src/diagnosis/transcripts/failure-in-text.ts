import { failureOf } from './call-failures.ts'
import { isProxyLogLine, loggedFailureOf } from './proxy-log-lines.ts'
import { isBeforeAnswer, type CallFailure } from './transcript.ts'

/** The last line that tells of a call that failed. A proxy's own log tells of calls that it made, and
 *  the program's database is no HTTP: neither is the caller's own connection. */
export function lastFailure(text: string): CallFailure | undefined {
  const lines = text.split('\n').slice(-mostLines)
  let logged: CallFailure | undefined
  let hasConnected = false
  for (let index = lines.length - 1; index >= 0; index--) {
    const line = lines[index] ?? ''
    if (isProxyLogLine(line)) {
      logged = moreTelling(logged, loggedFailureOf(line))
      continue
    }
    const failure = isNoReport(line) ? undefined : failureOf(line)
    hasConnected ||= nextAddress.test(line)
    if (failure === undefined || (hasConnected && isBeforeAnswer(failure))) continue
    if (isOfDependency(lines, index)) return ofDependency(failure)
    if (isProse(line) || isCauseOfUnknown(lines, index)) return { ...failure, isVague: true }
    return beganNothing(failure, text) ? { ...failure, key: 'call_empty_reply' } : failure
  }
  return logged
}

/** The last line of the log of errors tells more than one of requests behind it. */
function moreTelling(
  last: CallFailure | undefined,
  above: CallFailure | undefined,
): CallFailure | undefined {
  return last === undefined || (last.key === 'status_only' && above?.key !== 'status_only')
    ? (above ?? last)
    : last
}

/** Node's fetch says so of a connection closed in an answer and before it; only the latter fails fetch. */
function beganNothing({ says }: CallFailure, text: string): boolean {
  return says.includes('other side closed') && text.includes('fetch failed')
}

/** The failure ends the output; the limit bounds the time. */
const mostLines = 2_000

/** wget reached another address of the name. */
const nextAddress = /\.\.\. (?:connected\.|已连接)/

function isNoReport(line: string): boolean {
  return noSentence.test(line) || quietLog.test(line) || isQuestion(line)
}

/** The frames of a stack trace are no sentences about the call, and what stands in a member of JSON is
 *  somebody else's sentence. */
const noSentence = /^\s*(?:at |File "|\.{3} \d+ more|["'][\w-]+["']\s*:|\w+\s*: ['"])/

/** What a log says below a warning is no failure. */
const quietLog =
  /^(?:[[(]?[\d:.,/TZ+ -]{8,40}[\])]? ?)?[[(]?(?:INFO|DEBUG|TRACE|NOTICE|VERBOSE)\b|\blevel"?[=:]"?(?:info|debug|trace)\b/

/** People ask about certificates in the words of a failure. */
function isQuestion(line: string): boolean {
  return isProse(line) && /certificate|证书/i.test(line)
}

/** Words without a program: any program of Go says `unexpected EOF`. */
function isProse(line: string): boolean {
  return prose.test(line) && !ofProgram.test(line)
}

const prose =
  /^\s*unexpected EOF$|[?？]\s*$|^\s*(?:If|When|Why|How|What|Please|We|I|Our|My) |^\s*(?:如果|为什么|怎么|请问|我|当)/

const ofProgram = /:\/\/|\b\w+(?:Error|Exception)\b|[A-Z]+_[A-Z_]+|^curl: \(|x509:|error:|problem:/

/** `Caused by: java.net.ConnectException: …` alone: of a call over HTTP, or of a database. */
function isCauseOfUnknown(lines: readonly string[], index: number): boolean {
  const line = lines[index] ?? ''
  return isCause.test(line) && !httpClient.test(`${traceAbove(lines, index)}\n${line}`)
}

const isCause = /^\s*(?:Caused by|nested exception)/

/** In its line, or in the trace that the line belongs to. */
function isOfDependency(lines: readonly string[], index: number): boolean {
  const line = lines[index] ?? ''
  if (httpClient.test(line)) return false
  if (otherClient.test(line)) return true
  const trace = traceAbove(lines, index)
  return otherClient.test(trace) && !httpClient.test(trace)
}

function traceAbove(lines: readonly string[], index: number): string {
  if (!/^\s*(?:Caused by|nested exception|\[cause\])/.test(lines[index] ?? '')) return ''
  let start = index
  while (start > 0 && index - start < mostFrames && lines[start - 1]?.trim() !== '') start--
  return lines.slice(start, index).join('\n')
}

const mostFrames = 200

/** Clients of databases, caches, queues and shells, and the ports that they call. */
const otherClient =
  /\bjdbc\b|mysql|mariadb|postgres|psycopg|\bpq:|\bpgx\b|redis|jedis|lettuce|memcached?\b|mongo|\bamqp|\bpika\b|\bkombu\b|rabbitmq|kafka|zookeeper|cassandra|hikaripool|sqlalchemy|\bORA-\d|\bTNS[-:]|\bldap|\bsmtp|\bsftp\b|\bssh\b|数据库|缓存|(?::|\bport )(?:22|25|389|465|587|636|1433|1521|2181|3306|5432|5672|6379|9092|11211|2379|27017)\b/i

const httpClient =
  /^curl: \(|https?:\/\/|HTTPS?ConnectionPool|\bHttpClient|HttpURLConnection|RestTemplate|ResourceAccessException|WebClient|okhttp|feign|\b(?:Get|Post|Put|Patch|Delete|Head) "|\burllib|\bhttpx\b|\baiohttp\b|\brequests\.|AxiosError|\bfetch failed|\bwget\b|net::ERR/i

function ofDependency({ says }: CallFailure): CallFailure {
  return { key: 'nothing_recognised', says, isOfDependency: true }
}
