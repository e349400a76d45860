import { nothingSaid, type Bilingual } from '../../model/bilingual.ts'
import type { Finding } from '../finding.ts'
import type { CallFailure, Hop } from '../transcripts/transcript.ts'

/** What the program's own words tell beyond the key. */
export interface SpecialCase {
  readonly title: Bilingual
  readonly blame?: Partial<Pick<Finding, 'responder' | 'fault' | 'owner'>>
  readonly certainty?: Finding['certainty']
  /** Something may have answered, although the words show no answer. */
  readonly mayBeAnswered?: true
  readonly steps?: readonly Bilingual[]
}

export function specialCaseOf(failure: CallFailure, hop: Hop): SpecialCase | undefined {
  const { key, says } = failure
  if (toProxy.test(says) && connectKeys.has(key)) return proxyUnreachable
  if (isLocalProxy(failure)) return localProxy
  if (key === 'call_refused' && !sayRefused.test(says)) return couldNotConnect
  if (key === 'call_unreachable' && noInstance.test(says)) return noInstanceKnown
  if (wantsCertificate.test(says)) return certificateWanted
  if (key === 'call_tls_failed' && tlsPort.test(says)) return httpToTlsPort
  if (key === 'call_tls_failed' && plainPort.test(says)) return httpsToPlainPort
  if (key === 'call_reset' && /SSL_connect/.test(says)) return cutInHandshake
  if (key === 'call_gave_up') return stoppedByCaller(says, hop)
  if (key === 'call_interrupted') return noHttp.test(says) ? answerIsNoHttp : endedByCurl(says, hop)
  if (key === 'status_only' && noJson.test(says)) return answerIsNoJson
  const proxy = key === 'call_name_unknown' ? unknownProxy.exec(says) : null
  return proxy === null ? undefined : proxyUnknown(proxy[1] ?? '')
}

const checkProxy: Bilingual = [
  'Check the proxy that the caller is told to use: `-x`, `~/.curlrc`, http_proxy, https_proxy, ALL_PROXY; or call without it (`curl --noproxy "*"`).',
  '检查调用方所用的代理设置：`-x`、`~/.curlrc`、http_proxy、https_proxy、ALL_PROXY；或绕过代理调用（`curl --noproxy "*"`）。',
]

const connectKeys: ReadonlySet<string> = new Set([
  'call_name_unknown',
  'call_refused',
  'call_unreachable',
  'call_connect_timeout',
])
const toProxy =
  /ProxyError\(|\bproxyconnect\b|\bERR_PROXY_CONNECTION_FAILED|Cannot connect to proxy/i
const proxyUnreachable: SpecialCase = {
  title: [
    "The caller's machine could not connect to the proxy that it is told to use; the call never left it.",
    '调用方的机器无法连接其配置的代理；调用没有发出。',
  ],
  blame: { fault: 'network', owner: 'caller' },
  steps: [checkProxy],
}

/** A public name was called, and a port of the caller's own machine refused: that is a proxy's. */
function isLocalProxy({ key, says }: CallFailure): boolean {
  const called = /https?:\/\/([\w.-]+)/.exec(says)?.[1] ?? ''
  const refused = /(?:ECONNREFUSED|dial tcp) (127\.\d+\.\d+\.\d+|::1|\[::1\]):\d+/.test(says)
  const isPublic =
    /\.[a-z]{2,}$/i.test(called) && !/\.(?:test|local|localhost|internal)$/i.test(called)
  return key === 'call_refused' && refused && isPublic
}

const localProxy: SpecialCase = {
  title: [
    "The call went to a port of the caller's own machine, not to the name that was called: most often a proxy that is not running, or the hosts file.",
    '调用连到了调用方本机的端口，而不是所调用的域名：多为没有运行的代理，或 hosts 文件。',
  ],
  blame: { fault: 'network', owner: 'caller' },
  certainty: 'possible',
  steps: [checkProxy],
}

const sayRefused = /refus|拒绝|can’t establish/i
/** Some programs say only that it failed. */
const couldNotConnect: SpecialCase = {
  title: [
    'The caller could not connect to the address; its words do not tell why: most often nothing listens there.',
    '调用方无法连接该地址，原因没有说明：多为该地址没有程序监听。',
  ],
  certainty: 'possible',
}

const noInstance = /Load balancer does not contain an instance/i
const noInstanceKnown: SpecialCase = {
  title: [
    "The caller's own load balancer knows no live instance of the service; nothing was sent.",
    '调用方自己的负载均衡没有该服务的可用实例；什么都没有发出。',
  ],
  blame: { fault: 'unsure', owner: 'backend' },
  steps: [
    [
      'Check that the service runs and is registered under this name in the registry that the caller asks.',
      '检查该服务是否在运行，并以此名称注册到调用方所用的注册中心。',
    ],
  ],
}

const wantsCertificate = /certificate required|alert bad certificate/i
const certificateWanted: SpecialCase = {
  title: [
    'The other side wants a client certificate, and got none that it accepts.',
    '对端要求客户端证书，但没有收到可接受的证书。',
  ],
}

/** The first bytes that came back are no TLS. */
const plainPort =
  /wrong[_ ]version[_ ]number|HTTP response to HTTPS client|does not look like a TLS handshake|Unsupported or unrecognized SSL|packet length too long/i
const httpsToPlainPort: SpecialCase = {
  title: [
    'The call spoke https to a port that does not: most often a port for http.',
    '调用用 https 访问了不使用 TLS 的端口：多为 http 端口。',
  ],
  blame: { fault: 'client', owner: 'caller' },
  steps: [
    [
      'Write http:// in the address (or of the proxy), or use the https port.',
      '把地址（或代理地址）写成 http://，或改用 https 端口。',
    ],
  ],
}

/** The first bytes that came back are an alert of TLS. */
const tlsPort = /malformed HTTP response "\\x15/
const httpToTlsPort: SpecialCase = {
  title: [
    'The call spoke plain http to a port that speaks TLS.',
    '调用用明文 http 访问了使用 TLS 的端口。',
  ],
  blame: { fault: 'client', owner: 'caller' },
  steps: [
    [
      'Write https:// in the address, or use the http port.',
      '把地址写成 https://，或改用 http 端口。',
    ],
  ],
}

const cutInHandshake: SpecialCase = {
  title: [
    'The connection was cut during the TLS handshake, before an answer.',
    '连接在 TLS 握手中、应答之前被切断。',
  ],
}

/** The caller's own limit, disk or pipe ended the call; what had arrived is a part of the answer. */
function stoppedByCaller(says: string, { response }: Hop): SpecialCase | undefined {
  const part = /with (\d+) (?:out of (\d+) )?bytes received/.exec(says)
  const hasBegun = response !== undefined || (part !== null && Number(part[1]) > 0)
  const begun = hasBegun ? { responder: 'backend' as const } : {}
  const own = ownEnd.find(([pattern]) => pattern.test(says))
  if (own !== undefined)
    return {
      title: own[1],
      blame: { responder: 'backend', fault: 'client', owner: 'caller' },
      steps: [own[2]],
    }
  if (!hasBegun) return undefined
  const amount: Bilingual =
    part === null
      ? nothingSaid
      : part[2] === undefined
        ? [` after ${part[1]} bytes`, `（已收到 ${part[1]} 字节）`]
        : [` after ${part[1]} of ${part[2]} bytes`, `（已收到 ${part[1]}/${part[2]} 字节）`]
  return {
    title: [
      `The caller's own time limit ended the call inside the answer${amount[0]}.`,
      `调用方自己的时限在应答途中结束了调用${amount[1]}。`,
    ],
    blame: begun,
    steps: [
      [
        "Raise the caller's time limit (`--max-time`). If the answer stands still rather than being large, ask who runs the service.",
        '调大调用方的时限（`--max-time`）。如果应答不是太大而是停住不动，询问服务的管理者。',
      ],
    ],
  }
}

const ownEnd: readonly (readonly [RegExp, Bilingual, Bilingual])[] = [
  [
    /^curl: \(23\)|Failure writing output/,
    [
      "The caller's own program could not write what it received: a full disk, or a program behind the pipe that ended.",
      '调用方的程序无法写出收到的内容：磁盘已满，或管道后面的程序已结束。',
    ],
    [
      "Look at the caller's disk, the file after -o and the program after the pipe; the service is not concerned.",
      '检查调用方的磁盘、-o 后的文件与管道后的程序；与服务无关。',
    ],
  ],
  [
    /^curl: \(63\)|Maximum file size/,
    [
      "The answer is larger than the caller's own limit (`--max-filesize`).",
      '应答超过调用方自己的大小限制（`--max-filesize`）。',
    ],
    ['Raise --max-filesize.', '调大 --max-filesize。'],
  ],
  [
    /^curl: \(42\)/,
    ["The caller's own program ended the call.", '调用方自己的程序结束了调用。'],
    ['Look into the program that calls.', '检查发起调用的程序。'],
  ],
]

/** An error of curl that says nothing about who answered. */
function endedByCurl(says: string, { response }: Hop): SpecialCase | undefined {
  const code = /^curl: \((\d+)\)/.exec(says)?.[1]
  if (code === undefined) return undefined
  return {
    title: [
      `curl ended with its error ${code}, which does not tell whose fault it is.`,
      `curl 以错误 ${code} 结束，该错误不能说明是谁的问题。`,
    ],
    mayBeAnswered: true,
    ...(response === undefined ? {} : { blame: { responder: 'backend' } }),
  }
}

const noHttp = /HTTP\/0\.9|Weird server reply|Parse Error|HPE_/
const answerIsNoHttp: SpecialCase = {
  title: [
    'What came back is no answer in HTTP/1: another protocol, or TLS, is spoken on that port.',
    '收到的内容不是 HTTP/1 应答：该端口使用其他协议或 TLS。',
  ],
  mayBeAnswered: true,
}

const noJson = /JSON/
const answerIsNoJson: SpecialCase = {
  title: [
    "The caller's program expected JSON and got something else, such as a page; who wrote it cannot be told.",
    '调用方的程序期望 JSON，但收到了别的内容（如页面）；无法判断是谁写的。',
  ],
}

const unknownProxy = /Could not resolve proxy(?: name)?:? ?(\S*)/i

function proxyUnknown(name: string): SpecialCase {
  return {
    title: [
      `The caller's machine could not resolve the name of its proxy${name === '' ? '' : `, ${name}`}.`,
      `调用方的机器无法解析其代理的域名${name === '' ? '' : ` ${name}`}。`,
    ],
    steps: [checkProxy],
  }
}
