import { isIP } from 'node:net'
import { en, zh } from '../../model/bilingual.ts'
import { probeFinding, type NameStep, type ProbeFinding } from '../../model/probe-report.ts'
import type { NameAddress } from '../../network/hosts-file.ts'
import type { NameResolver } from '../../network/resolver.ts'
import { isLinkLocalAddress } from '../link-local.ts'
import type { AskedHost } from './asked-host.ts'
import { failureFinding } from './catalogue-words.ts'
import { rounded, stepMs, type Deadline } from './deadline.ts'

/** The addresses of a host that may be connected to. They are looked up once: what is connected to
 *  later is what was checked here. */
export interface AddressesFound {
  readonly addresses: readonly NameAddress[]
  /** None where the host is an address. */
  readonly steps: readonly NameStep[]
  readonly findings: readonly ProbeFinding[]
}

export async function findAddresses(
  asked: AskedHost,
  resolver: NameResolver,
  deadline: Deadline,
): Promise<AddressesFound> {
  const { host, place } = asked
  const name = host.host
  const startMs = performance.now()
  const resolved = await resolver.resolve(name, deadline.limitMs(stepMs))
  const ms = rounded(performance.now() - startMs)
  if (!resolved.ok) {
    const { key, detail } = resolved
    const step = {
      step: 'dns',
      ok: false,
      ms,
      key,
      name,
      addresses: [],
      age_ms: 0,
      detail,
    } as const
    return { addresses: [], steps: [step], findings: [failureFinding(place, key, detail)] }
  }
  const { addresses, ageMs, notes: detail } = resolved
  const texts = addresses.map(({ address }) => address)
  const age_ms = Math.round(ageMs)
  const step = {
    step: 'dns',
    ok: true,
    ms,
    key: '',
    name,
    addresses: texts,
    age_ms,
    detail,
  } as const
  const steps = isIP(name) === 0 ? [step] : []
  if (texts.some(isLinkLocalAddress)) {
    return { addresses: [], steps, findings: [linkLocalNote(asked)] }
  }
  return { addresses, steps, findings: detail === '' ? [] : [oddNames(asked, detail)] }
}

function linkLocalNote({ place }: AskedHost): ProbeFinding {
  return probeFinding('note', 'link_local', [
    en`${place} is link-local and was not connected to: metadata services of clouds answer there.`,
    zh`${place}是链路本地地址，未连接：云的元数据服务在那里应答。`,
  ])
}

function oddNames({ place }: AskedHost, detail: string): ProbeFinding {
  return probeFinding(
    'note',
    'dns_odd',
    [
      en`${place}: the name has addresses, but its name servers answered in part only (${detail}).`,
      zh`${place}：域名有地址，但其 DNS 服务器只给出了部分应答（${detail}）。`,
    ],
    [
      'Nothing fails for it now; "faultline doctor" examines the name servers.',
      '目前不会因此失败；可用 faultline doctor 检查 DNS 服务器。',
    ],
  )
}
