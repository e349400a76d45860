import type { DoctorFinding } from '../model/doctor-finding.ts'
import { findingsOf } from '../model/doctor-finding.ts'
import { busyReason } from '../network/port-check.ts'
import { portHolder } from '../network/port-holder.ts'
import type { HostPort } from '../setting-values.ts'
import type { Settings } from '../settings.ts'

const { ok, problem } = findingsOf('ports')

/** Could a server listen there? Asked where none runs. */
export async function checkPorts({
  listen,
  console,
}: Pick<Settings, 'listen' | 'console'>): Promise<DoctorFinding[]> {
  return Promise.all([portFinding('--listen', listen), portFinding('--console', console)])
}

async function portFinding(flag: string, address: HostPort): Promise<DoctorFinding> {
  const place = placeOf(address)
  const code = address.port === 0 ? '' : await busyReason(address)
  switch (code) {
    case '':
      return ok('port_free', [`${flag} ${place} is free.`, `${flag} ${place} 空闲。`])
    case 'EADDRINUSE':
      return busy(flag, place, address.port)
    case 'EACCES':
      return problem(
        'port_denied',
        [`${flag} ${place} may not be used by this user.`, `当前用户不能使用 ${flag} ${place}。`],
        [
          'Ports below 1024 need a privilege: choose a higher one.',
          '1024 以下的端口需要特权：请选择更大的端口。',
        ],
      )
    default:
      return problem(
        'port_unusable',
        [
          `${flag} ${place} cannot be listened on (${code}).`,
          `无法监听 ${flag} ${place}（${code}）。`,
        ],
        [
          'Choose 127.0.0.1, 0.0.0.0, or an address of this machine.',
          '请选择 127.0.0.1、0.0.0.0 或本机的地址。',
        ],
      )
  }
}

async function busy(flag: string, place: string, port: number): Promise<DoctorFinding> {
  const holder = await portHolder(port)
  const english = holder === undefined ? 'another program' : `${holder.program} (pid ${holder.pid})`
  const chinese = holder === undefined ? '其他程序' : `${holder.program}（pid ${holder.pid}）`
  return problem(
    'port_busy',
    [`${flag} ${place} is in use by ${english}.`, `${flag} ${place} 被${chinese}占用。`],
    ['Stop that one, or choose another port.', '停止它，或选择其他端口。'],
  )
}

/** Does what was started answer there? Asked of a server that runs. */
export async function checkGateway(gatewayUrl: string): Promise<DoctorFinding[]> {
  const url = URL.parse(gatewayUrl)
  if (url === null || url.protocol !== 'http:') return [] // its certificate may be for other names
  if (url.hostname === '0.0.0.0') url.hostname = '127.0.0.1'
  if (url.hostname === '[::]') url.hostname = '[::1]'
  const said = await fetch(new URL('/-/healthy', url), {
    signal: AbortSignal.timeout(healthMs),
  }).then(
    async (answer) => `${answer.status} ${(await answer.text()).trim()}`,
    () => '',
  )
  if (said === '200 ok') {
    return [
      ok('gateway_answers', [
        `The gateway answers at ${url.origin}.`,
        `网关在 ${url.origin} 应答。`,
      ]),
    ]
  }
  const words = said === '' ? 'nothing' : said.slice(0, 80)
  return [
    problem(
      'gateway_silent',
      [
        `The gateway at ${url.origin} does not answer as it should: ${words}.`,
        `网关 ${url.origin} 没有正常应答：${said === '' ? '无应答' : said.slice(0, 80)}。`,
      ],
      [
        'Its workers hang, are stopping, or another program took the port: see the process log.',
        '工作线程挂起、正在停止，或端口被其他程序占用：查看进程日志。',
      ],
    ),
  ]
}

const healthMs = 1_000

function placeOf({ host, port }: HostPort): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`
}
