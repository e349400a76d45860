import { en, zh, type Bilingual } from '../../model/bilingual.ts'
import type { Certainty } from '../../model/attribution.ts'
import { titleOf } from '../catalogue/key-texts.ts'
import { defaultsOf, fact, type Finding } from '../finding.ts'
import type { CallFailure, Hop, TranscriptKind } from '../transcripts/transcript.ts'
import { specialCaseOf, type SpecialCase } from './call-special-cases.ts'
import { dependencyFailed } from './dependency-failed.ts'
import { loggedByProxy } from './logged-by-proxy.ts'

/** The caller's own program says that its call got no answer, or only a part of one. */
export function callFailed(hop: Hop, failure: CallFailure, kind: TranscriptKind): Finding {
  const { key, says } = failure
  if (failure.logged !== undefined) return loggedByProxy(failure.logged, says)
  if (failure.isOfDependency === true) return dependencyFailed(says)
  const byProxy = key === 'status_only' && proxyWords.test(says)
  const special = specialCaseOf(failure, hop)
  return {
    key,
    ...(byProxy ? { responder: 'access_layer' } : {}),
    ...special?.blame,
    certainty: certaintyOf(failure, special),
    summary: byProxy ? proxyRefused : summaryOf(hop, { key, special }),
    evidence: [
      fact(
        'pasted',
        says === ''
          ? ['the text ends here', '文本到此结束']
          : [`the caller's program says: ${says}`, `调用方的程序说：${says}`],
      ),
    ],
    nextSteps: byProxy ? [askProxy] : (special?.steps ?? [steps[key] ?? runVerbose]),
    wouldConfirm: [
      ...(kind === 'curl-verbose' && key !== 'call_interrupted' ? [] : [verboseOutput]),
      ['the flow record, if the request reached the gateway', '如果请求到达了网关：流水日志'],
    ],
  }
}

function certaintyOf(failure: CallFailure, special: SpecialCase | undefined): Certainty {
  if (unsure.has(failure.key)) return 'unknown'
  return failure.isVague === true ? 'possible' : (special?.certainty ?? 'likely')
}

const unsure: ReadonlySet<string> = new Set(['call_interrupted', 'status_only'])

const verboseOutput: Bilingual = [
  'the output of `curl -v` for the same call',
  '同一调用的 `curl -v` 输出',
]

interface Told {
  readonly key: Finding['key']
  readonly special: SpecialCase | undefined
}

function summaryOf({ response }: Hop, { key, special }: Told): Bilingual {
  const title = special?.title ?? titleOf(key)
  if (response !== undefined && response.status !== 0)
    return [
      en`${title} Status seen: ${response.status}.`,
      zh`${title}看到的状态码：${response.status}。`,
    ]
  // some failures are of answers that the text does not show
  const responder = special?.blame?.responder ?? defaultsOf(key).responder
  const mayBeAnswered = responder !== 'none' || special?.mayBeAnswered === true
  if (response !== undefined || mayBeAnswered) return title
  return [
    en`${title} No gateway and no service wrote a response.`,
    zh`${title}网关与服务都没有写出响应。`,
  ]
}

/** A forward proxy of the caller's own network, not the layer in front of the service. */
const proxyWords = /proxy|CONNECT tunnel|Tunnel connection/i
const proxyRefused: Bilingual = [
  "A proxy on the caller's way refused to connect; the call never left it.",
  '调用方路径上的代理拒绝连接；调用没有离开代理。',
]
const askProxy: Bilingual = [
  'Ask who runs the proxy that the caller uses, or call without it (`curl --noproxy`).',
  '询问调用方所用代理的管理者，或绕过代理调用（`curl --noproxy`）。',
]
const runVerbose: Bilingual = [
  'Run the call again with `curl -v` and paste all of its output.',
  '用 `curl -v` 重新调用，并粘贴全部输出。',
]

export const askWhetherUp: Bilingual = [
  'Check host and port. If they are right, ask who runs that address whether it is up.',
  '检查主机与端口。如果无误，询问该地址的管理者服务是否在运行。',
]

export const askForCrash: Bilingual = [
  'Ask who runs that address to look for a crash at this time; check http against https and the port.',
  '请该地址的管理者查看此时是否有崩溃；并检查 http 与 https 以及端口是否用对。',
]

export const checkTls: Bilingual = [
  'Check that the port speaks TLS (https) at all, and the TLS versions of both sides.',
  '检查该端口是否使用 TLS（https），以及双方的 TLS 版本。',
]

const steps: Partial<Record<Finding['key'], Bilingual>> = {
  call_name_unknown: [
    'Check the host name for a typing mistake, then the name server, the VPN and the hosts file of the calling machine.',
    '检查域名是否写错，再检查调用方机器的域名服务器、VPN 与 hosts 文件。',
  ],
  call_refused: askWhetherUp,
  call_unreachable: [
    'Check the network, VPN and routes of the calling machine.',
    '检查调用方机器的网络、VPN 与路由。',
  ],
  call_connect_timeout: [
    'Look for a firewall between the caller and the address, or a missing VPN; then ask who runs that address.',
    '检查调用方与该地址之间的防火墙，或是否缺少 VPN；再询问该地址的管理者。',
  ],
  call_tls_failed: checkTls,
  call_certificate_refused: [
    'Look at the certificate (`curl -v`): is it for this name, current, and signed by an authority that the caller trusts?',
    '查看证书（`curl -v`）：域名是否匹配、是否在有效期内、签发机构是否被调用方信任？',
  ],
  call_reset: [
    'Repeat once. If it persists, ask who runs that address, with the time of the call: a crash, or something on the way cut the connection.',
    '重试一次。如果仍然如此，带上调用时间询问该地址的管理者：可能是崩溃，或途中有一方切断了连接。',
  ],
  call_empty_reply: askForCrash,
  call_gave_up: [
    "Raise the caller's time limit and see how long it takes; the flow record tells where the time went.",
    '调大调用方的超时，看需要多久；流水日志会说明时间花在哪里。',
  ],
  call_malformed: [
    'Correct the command or address: nothing was sent.',
    '修正命令或地址：什么都没有发出。',
  ],
  call_too_many_redirects: [
    'Run `curl -v` without -L and look at each Location: http and https, or a login page, mostly send to each other.',
    '去掉 -L 运行 `curl -v`，逐个查看 Location：多为 http 与 https 互相跳转，或反复跳到登录页。',
  ],
  status_only: [
    'Run the call again with `curl -i` (without -f): header and body tell who answered.',
    '用 `curl -i`（不带 -f）重新调用：响应头与响应体会说明由谁应答。',
  ],
  answer_cut: [
    'Repeat the call. If it breaks off again, the flow record of the gateway tells which side ended it, and after how many bytes.',
    '重试。如果再次中断，网关的流水日志会说明由哪一方、在多少字节后结束。',
  ],
}
