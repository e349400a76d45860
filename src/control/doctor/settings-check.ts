import { availableParallelism } from 'node:os'
import { nearestWord } from '../../definition/nearest-word.ts'
import type { DoctorFinding } from '../../model/doctor-finding.ts'
import { findingsOf } from '../../model/doctor-finding.ts'
import { isLoopback } from '../../setting-values.ts'
import { settingVariables, type Settings, unknownVariables } from '../../settings.ts'
import type { ExaminedPlace } from './examined-place.ts'

const { ok, note, warning } = findingsOf('settings')

/** Options and variables that are valid and still not what was meant. */
export function checkSettings({ settings, running }: ExaminedPlace): DoctorFinding[] {
  const findings = [
    ...misspelled(),
    ...plainListener(settings),
    ...plainConsole(settings),
    ...helpForCallers(settings, running?.helpUrl ?? settings.publicConsoleUrl),
    ...believedProxies(settings),
    ...workerCount(settings),
    ...operator(settings),
  ]
  if (findings.some(({ level }) => level !== 'note')) return findings
  return [...findings, ok('settings_valid', ['All settings are valid.', '所有设置均有效。'])]
}

function misspelled(): DoctorFinding[] {
  return unknownVariables().map((name) => {
    const meant = nearestWord(name, settingVariables)
    const [english, chinese] =
      meant === undefined ? ['', ''] : [`Did you mean ${meant}? `, `是否要写 ${meant}？`]
    return warning(
      'variable_unknown',
      [`${name} is set, and no setting has this name.`, `设置了 ${name}，但没有这个名字的设置。`],
      [
        `${english}It has no effect as it is; docs/reference/settings.md lists all.`,
        `${chinese}它目前不起作用；docs/reference/settings.md 列出了全部设置。`,
      ],
    )
  })
}

function plainListener({ listen, tlsCertificate }: Settings): DoctorFinding[] {
  if (isLoopback(listen.host) || tlsCertificate !== '') return []
  return [
    warning(
      'listener_plain',
      [
        `The gateway listens beyond this machine (${listen.host}) without TLS: credentials can be read on the way.`,
        `网关监听 ${listen.host}，可从其他机器访问，但没有 TLS：凭证可能在途中被读取。`,
      ],
      [
        'Set --tls-certificate and --tls-key, unless a load balancer in front of it does TLS and nobody else can reach this address.',
        '设置 --tls-certificate 和 --tls-key；除非前面的负载均衡提供 TLS 且其他人无法访问该地址。',
      ],
    ),
  ]
}

function plainConsole({ console }: Settings): DoctorFinding[] {
  if (isLoopback(console.host)) return []
  return [
    warning(
      'console_plain',
      [
        `The console listens beyond this machine (${console.host}) and speaks plain http: its token can be read on the way.`,
        `控制台监听 ${console.host}，可从其他机器访问且为明文 http：令牌可能在途中被读取。`,
      ],
      [
        'Let it listen on 127.0.0.1 behind a proxy that does TLS.',
        '让它监听 127.0.0.1，由提供 TLS 的代理转发。',
      ],
    ),
  ]
}

function helpForCallers({ listen }: Settings, helpUrl: string): DoctorFinding[] {
  const leadsHome = helpUrl === '' || isLoopback(hostOf(helpUrl))
  if (!leadsHome) return []
  const sentence = [
    'The Link of every error leads to a loopback address, where only callers on this machine find help.',
    '每个错误的 Link 指向回环地址，只有本机的调用方能打开。',
  ] as const
  const advice = [
    'Set --public-console-url to the address of the console as callers reach it.',
    '把 --public-console-url 设为调用方可访问的控制台地址。',
  ] as const
  return [
    isLoopback(listen.host)
      ? note('help_url_loopback', sentence)
      : warning('help_url_loopback', sentence, advice),
  ]
}

function hostOf(url: string): string {
  return (URL.parse(url)?.hostname ?? '').replace(/^\[|\]$/g, '')
}

function believedProxies({ trustedProxies }: Settings): DoctorFinding[] {
  const everybody = trustedProxies.filter((network) => network.endsWith('/0'))
  if (everybody.length === 0) return []
  return [
    warning(
      'proxies_all_trusted',
      [
        `--trusted-proxies holds ${everybody.join(', ')}: any caller may choose the address that is judged and recorded.`,
        `--trusted-proxies 含有 ${everybody.join(', ')}：任何调用方都可以伪造被判断和记录的地址。`,
      ],
      ['Name only the addresses of your own proxies.', '只填写自己代理的地址。'],
    ),
  ]
}

function workerCount({ workers }: Settings): DoctorFinding[] {
  const cores = availableParallelism()
  const canShareAPort = process.platform === 'linux'
  if (workers > 1 && !canShareAPort) {
    return [
      note('port_not_shared', [
        'This system cannot share a port between workers: one worker runs.',
        '该系统不能让多个工作线程共享端口：只运行一个工作线程。',
      ]),
    ]
  }
  if (workers <= cores) return []
  return [
    note(
      'workers_above_cores',
      [
        `${workers} workers share ${cores} cores: they take time from one another.`,
        `${workers} 个工作线程共用 ${cores} 个 CPU 核：会互相争抢。`,
      ],
      ['One worker a core is fastest.', '每核一个工作线程最快。'],
    ),
  ]
}

function operator({ operatorContact }: Settings): DoctorFinding[] {
  if (operatorContact !== '') return []
  return [
    note(
      'operator_unnamed',
      [
        'No operator contact is set: verdicts that need you name nobody.',
        '没有设置运维联系人：需要运维处理的结论无法给出联系人。',
      ],
      ['Set --operator-contact.', '设置 --operator-contact。'],
    ),
  ]
}
