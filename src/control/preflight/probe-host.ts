import { withoutPort } from '../../diagnosis/received-response.ts'
import { en, zh } from '../../model/bilingual.ts'
import {
  probeFinding,
  type HostProbed,
  type ProbeFinding,
  type ProbeStep,
} from '../../model/probe-report.ts'
import type { NameAddress } from '../../network/hosts-file.ts'
import type { NameResolver } from '../../network/resolver.ts'
import { answerFinding } from './answer-finding.ts'
import { ask, type Seen } from './ask-host.ts'
import type { AskedHost } from './asked-host.ts'
import { failureFinding } from './catalogue-words.ts'
import { certificateFindings, tlsStep } from './certificate-findings.ts'
import type { Deadline } from './deadline.ts'
import { findAddresses } from './find-addresses.ts'
import { httpStep, judge } from './judge-answer.ts'
import { hostFinding, isAboutHost, otherNames } from './other-hosts.ts'
import { noAnswer, otherScheme, schemeFinding } from './other-scheme.ts'
import { tryAddresses } from './try-addresses.ts'

/** One host from here: name, addresses, TLS, one `GET /`; and what else is worth a try where that did
 *  not go as configured. START HERE for what a probe does. */
export async function probeHost(
  asked: AskedHost,
  resolver: NameResolver,
  deadline: Deadline,
): Promise<HostProbed> {
  const named = await findAddresses(asked, resolver, deadline)
  if (named.addresses.length === 0) return probed(asked, named.steps, named.findings, '')
  const tried = await tryAddresses(asked, named.addresses, deadline)
  const steps = [...named.steps, ...tried.steps]
  const findings = [...named.findings, ...tried.findings]
  if (tried.open === undefined) return probed(asked, steps, findings, '')
  const answered = await converse(asked, tried.open, deadline)
  return probed(
    asked,
    [...steps, ...answered.steps],
    [...findings, ...answered.findings],
    withoutPort(answered.localAddress || tried.localAddress),
  )
}

function probed(
  { backend, url, host, place }: AskedHost,
  steps: readonly ProbeStep[],
  findings: readonly ProbeFinding[],
  exit_address: string,
): HostProbed {
  if (host.weight > 0) return { backend, url, steps, findings, exit_address }
  const idle = probeFinding('note', 'no_traffic', [
    en`${place} gets no traffic (weight 0); what is wrong with it hurts nobody now.`,
    zh`${place}不接收流量（weight 为 0）；即使有问题目前也不影响调用方。`,
  ])
  const calmed = findings.map((finding): ProbeFinding =>
    finding.level === 'failure' ? { ...finding, level: 'warning' } : finding,
  )
  return { backend, url, steps, findings: [idle, ...calmed], exit_address }
}

interface Conversation {
  readonly steps: readonly ProbeStep[]
  readonly findings: readonly ProbeFinding[]
  readonly localAddress: string
}

async function converse(
  asked: AskedHost,
  address: NameAddress,
  deadline: Deadline,
): Promise<Conversation> {
  const { host } = asked
  const seen = await ask({ host, address, hostHeader: host.hostHeader }, deadline)
  const { localAddress } = seen
  const steps = [...tlsStep(seen), ...httpStep(seen, 'configured')]
  const certificate = certificateFindings(asked, seen, true)
  const isRefused = certificate.some(({ level }) => level === 'failure')
  const further = await lookFurther(asked, seen, deadline)
  return {
    steps: [...steps, ...further.steps],
    // an answer behind a certificate that is refused is none for callers
    findings: [
      ...certificate,
      ...further.findings.filter(({ level }) => !(isRefused && level === 'ok')),
    ],
    localAddress,
  }
}

type Further = Pick<Conversation, 'steps' | 'findings'>

async function lookFurther(asked: AskedHost, seen: Seen, deadline: Deadline): Promise<Further> {
  const other = otherScheme(asked, seen)
  if (other !== undefined) {
    const { address, hostHeader } = seen.question
    const found = await ask({ host: other.host, address, hostHeader }, deadline)
    const certificate =
      other.host.scheme === 'https' ? certificateFindings(asked, found, false) : []
    return {
      steps: [...tlsStep(found), ...httpStep(found, 'other_scheme')],
      findings: [schemeFinding(asked, seen, found, other), ...certificate],
    }
  }
  if (seen.failed !== undefined) {
    return {
      steps: [],
      findings: [failureFinding(asked.place, seen.failed.key, seen.failed.detail)],
    }
  }
  const judged = judge(seen)
  if (judged === undefined) return { steps: [], findings: [noAnswer(asked, seen)] }
  if (!isAboutHost(judged)) return { steps: [], findings: [answerFinding(asked, judged)] }
  const tried: Seen[] = []
  for (const hostHeader of otherNames(asked, seen)) {
    tried.push(await ask({ ...seen.question, hostHeader }, deadline))
  }
  return {
    steps: tried.flatMap((each) => httpStep(each, 'other_host')),
    findings: [hostFinding(asked, judged, tried)],
  }
}
