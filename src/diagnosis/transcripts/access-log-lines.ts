import { envoyReasonOf } from './envoy-flags.ts'
import type { LoggedFailure } from './transcript.ts'

/** `203.0.113.7 - - [01/Jan/2024:12:00:00 +0800] "GET /api HTTP/1.1" 502 157 …`: nginx, Apache and many
 *  others write this format. */
const common =
  /^\S+ .{1,120}?\[\d\d\/\w{3}\/\d{4}:[\d: +-]+\] "([A-Z]+) (\S+)[^"]*" (\d{3}) (?:\d+|-)(?: |$)/
/** What ingress-nginx writes behind it: `85 0.000 [shop-order-80] [] 10.0.0.1:8080 0 0.001 502 …`. */
const ingress =
  /" \d+ [\d.]+ \[[^\]]*\] \[[^\]]*\] (\S+(?:, \S+)*) (?:\S+(?:, \S+)*) (?:\S+(?:, \S+)*) (\S+)/
/** `haproxy[12]: … fe be/<NOSRV> 0/-1/-1/-1/0 503 217 - - SC-- 1/1/0/0/0 0/0 "GET /api HTTP/1.1"`. */
const haproxy =
  /\bhaproxy\[\d+\]: \S+ \[[^\]]+\] \S+ ([^\s/]+)\/(\S+) [-+\d/]+ (-?\d+) \+?\d+ \S+ \S+ (\S{2})\S\S [\d/+]+ [\d/]+ (?:\{.*\} )?"([A-Z]+) (\S+)/

/** `[2024-01-01T00:00:00.000Z] "GET /api HTTP/1.1" 503 UF,URX upstream_reset… …`: Envoy, Istio. */
const envoy = /\[\d{4}-\d\d-\d\dT[\d:.]+Z\] "([A-Z]+) (\S+)[^"]*" (\d{1,3}) ([A-Z][A-Z,]*|-) /

export function isAccessLogLine(line: string): boolean {
  return common.test(line) || envoy.test(line) || /\bhaproxy\[\d+\]: /.test(line)
}

/** undefined where the exchange went well. */
export function accessLogFailure(line: string): LoggedFailure | undefined {
  return haproxyFailure(line) ?? envoyFailure(line) ?? commonFailure(line)
}

function commonFailure(line: string): LoggedFailure | undefined {
  const found = common.exec(line)
  const status = Number(found?.[3] ?? 0)
  if (status < 400) return undefined
  const seen = { status, method: found?.[1] ?? '', url: found?.[2] ?? '' }
  const [, upstream, upstreamStatus] = ingress.exec(line) ?? []
  if (upstream === '-' && upstreamStatus === '-' && status === 503)
    return {
      ...seen,
      program: 'ingress-nginx',
      key: 'access_layer_no_upstream',
      certainty: 'likely',
      says: [
        'answered 503 without asking anybody: the service has no live endpoint',
        '没有询问任何后端就返回了 503：该服务没有可用的端点',
      ],
    }
  return { ...seen, program: '', ...statusAlone(status) }
}

function envoyFailure(line: string): LoggedFailure | undefined {
  const [, method = '', url = '', code = '', flags = ''] = envoy.exec(line) ?? []
  const status = Number(code)
  if (code === '' || (status > 0 && status < 400)) return undefined
  const reason = envoyReasonOf(flags)
  const meaning = reason === undefined ? undefined : ({ ...reason, certainty: 'likely' } as const)
  if (/\bDC\b/.test(flags)) return { program: 'Envoy', status, method, url, ...callerLeft }
  return { program: 'Envoy', status, method, url, ...(meaning ?? statusAlone(status)) }
}

function haproxyFailure(line: string): LoggedFailure | undefined {
  const [, , server = '', code = '', ends = '', method = '', url = ''] = haproxy.exec(line) ?? []
  const status = Number(code)
  const meaning = haproxyEnds.find(([pattern]) => pattern.test(ends))?.[1]
  if (server === '' || (meaning === undefined && status < 400)) return undefined
  const seen = { program: 'HAProxy', status: Math.max(status, 0), method, url }
  if (server === '<NOSRV>' && ends.startsWith('S')) return { ...seen, ...noServer }
  return { ...seen, ...(meaning ?? passedOn(status)) }
}

type Meaning = Pick<LoggedFailure, 'key' | 'says' | 'certainty'>

const noServer: Meaning = {
  key: 'access_layer_no_upstream',
  certainty: 'likely',
  says: ['has no live server for this backend', '该后端没有可用的服务器'],
}

function statusAlone(status: number): Meaning {
  return {
    key: 'status_only',
    certainty: 'unknown',
    says: [
      `answered ${status}; the line does not say whether it wrote that itself or passed it on`,
      `应答了 ${status}；该行没有说明是它自己写的，还是转发的`,
    ],
  }
}

const cannotConnect: Meaning = {
  key: 'access_layer_no_upstream',
  certainty: 'likely',
  says: ['could not connect to the service behind it', '无法连接其后的服务'],
}
const lateService: Meaning = {
  key: 'access_layer_timeout',
  certainty: 'likely',
  says: [
    'waited for the service behind it, which did not answer in time',
    '等待其后的服务，但服务没有及时应答',
  ],
}
const callerLeft: Meaning = {
  key: 'call_gave_up',
  certainty: 'possible',
  says: ['saw the caller leave, or wait too long', '看到调用方离开或等待过久'],
}

/** Who ended the session, and in which phase (HAProxy's manual, "Session state at disconnection"). */
const haproxyEnds: readonly (readonly [RegExp, Meaning])[] = [
  [/^[Ss]C/, cannotConnect],
  [/^sH/, lateService],
  [
    /^SH|^PH/,
    {
      key: 'access_layer_bad_gateway',
      certainty: 'likely',
      says: ['got no valid answer from the service behind it', '没有从其后的服务得到有效应答'],
    },
  ],
  [
    /^[Ss]D/,
    {
      key: 'answer_cut',
      certainty: 'likely',
      says: [
        'had passed on the beginning of an answer when the service behind it broke off',
        '已转发应答的开头，随后其后的服务中断了应答',
      ],
    },
  ],
  [
    /^PR/,
    {
      key: 'access_layer_refused_request',
      certainty: 'likely',
      says: ['refused the request by a rule of its own', '按自己的规则拒绝了请求'],
    },
  ],
  [/^[Cc]/, callerLeft],
]

function passedOn(status: number): Meaning {
  return {
    key: status >= 500 ? 'backend_error' : 'backend_refused_request',
    certainty: 'possible',
    says: [`passed on the ${status} of the service behind it`, `转发了其后服务返回的 ${status}`],
  }
}
