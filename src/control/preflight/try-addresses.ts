import { en, zh } from '../../model/bilingual.ts'
import { probeFinding, type ProbeFinding, type TcpStep } from '../../model/probe-report.ts'
import { mostTelling, noFacts } from '../../network/connect-failure.ts'
import type { ConnectFailed } from '../../network/connect.ts'
import type { NameAddress } from '../../network/hosts-file.ts'
import { openTcp, type TcpFailure } from '../../network/tcp.ts'
import type { AskedHost } from './asked-host.ts'
import { failureFinding } from './catalogue-words.ts'
import { rounded, stepMs, type Deadline } from './deadline.ts'

/** Does each address accept a connection? Traffic begins with another address each time, so one that
 *  does not is felt by a part of the callers. */
export interface AddressesTried {
  /** The first that accepted, in the order of the name servers. */
  readonly open: NameAddress | undefined
  readonly steps: readonly TcpStep[]
  readonly findings: readonly ProbeFinding[]
  readonly localAddress: string
}

/** Of one name; a name with more has a balancer of its own in mind. */
const mostAddresses = 16

export async function tryAddresses(
  asked: AskedHost,
  addresses: readonly NameAddress[],
  deadline: Deadline,
): Promise<AddressesTried> {
  const { port } = asked.host
  const tried = await Promise.all(
    addresses.slice(0, mostAddresses).map((address) => tryOne(address, port, deadline)),
  )
  const open = tried.find(({ failure }) => failure === undefined)
  const steps = tried.map(({ step }) => step)
  const failed = tried.flatMap((each) => (each.failure === undefined ? [] : [failedOf(each)]))
  return {
    open: open?.address,
    steps,
    findings: findingsOf(asked, failed, tried.length),
    localAddress: open?.localAddress ?? '',
  }
}

interface Tried {
  readonly address: NameAddress
  readonly step: TcpStep
  readonly failure: TcpFailure | undefined
  readonly localAddress: string
}

function tryOne(address: NameAddress, port: number, deadline: Deadline): Promise<Tried> {
  const startMs = performance.now()
  return new Promise((resolve) => {
    openTcp(address, port, deadline.limitMs(stepMs), undefined, (failure, socket) => {
      const { localAddress = '' } = socket
      socket.destroy()
      const ms = rounded(performance.now() - startMs)
      const { key = '', errno = '' } = failure ?? {}
      const text = textOf(address, port)
      const step = {
        step: 'tcp',
        ok: failure === undefined,
        ms,
        key,
        address: text,
        errno,
      } as const
      resolve({ address, step, failure, localAddress })
    })
  })
}

function textOf({ address, family }: NameAddress, port: number): string {
  return family === 6 ? `[${address}]:${port}` : `${address}:${port}`
}

function failedOf({ step, failure }: Tried): ConnectFailed {
  const times = { dnsMs: -1, connectMs: -1, tlsMs: -1 }
  const { key = 'backend_unreachable', errno = '' } = failure ?? {}
  return { ...noFacts, key, errno, address: step.address, times }
}

function findingsOf(
  asked: AskedHost,
  failed: readonly ConnectFailed[],
  count: number,
): ProbeFinding[] {
  const worst = mostTelling(failed)
  if (worst === undefined) return []
  const facts = failed
    .map(({ address, key, errno }) => `${address} ${errno === '' ? key : errno}`)
    .join(', ')
  if (failed.length === count) return [failureFinding(asked.place, worst.key, facts)]
  const isOnlyIpv6 = failed.every(
    ({ key, address }) => key === 'backend_unreachable' && address.startsWith('['),
  )
  return [
    probeFinding(
      isOnlyIpv6 ? 'note' : 'warning',
      'address_failed',
      [
        en`${asked.place}: ${failed.length} of ${count} addresses accept no connection (${facts}); requests that begin with one of them have to go on to another.`,
        zh`${asked.place}：${count} 个地址中有 ${failed.length} 个不接受连接（${facts}）；先用到它们的请求要改用其他地址。`,
      ],
      [
        'Start what should listen there, or remove the address from the name.',
        '启动应在该地址监听的程序，或从域名中删除该地址。',
      ],
    ),
  ]
}
