import { en, zh } from '../../model/bilingual.ts'
import {
  probeFinding,
  worstLevel,
  type HostProbed,
  type ProbeFinding,
  type ProbeReport,
} from '../../model/probe-report.ts'
import { reasonOf } from '../../model/reason.ts'
import { chosen, type Language } from '../../model/bilingual.ts'
import type { Release } from '../../model/release.ts'
import type { NameResolver } from '../../network/resolver.ts'
import { askedHost, type AskedHost } from './asked-host.ts'
import { Deadline, rounded } from './deadline.ts'
import { probeHost } from './probe-host.ts'

/** All hosts of a stage, looked at from the gateway's own machine. Nothing rejects: what cannot be
 *  looked at is a finding of its host. */
export interface StageProbe {
  readonly release: Release
  /** undefined: of all. */
  readonly backend: string | undefined
  readonly resolver: NameResolver
  readonly language: Language
  /** How long all of it may take. */
  readonly altogetherMs?: number
}

/** Hosts looked at, and how many at a time. */
const mostHosts = 200
const atOnce = 10
/** Milliseconds, for all of it: a person waits. */
const usualMs = 20_000

export async function probeStage(probe: StageProbe): Promise<ProbeReport> {
  const { gateway, stage } = probe.release
  const startMs = performance.now()
  const deadline = new Deadline(probe.altogetherMs ?? usualMs)
  const all = hostsOf(probe)
  const asked = all.slice(0, mostHosts)
  const probed: HostProbed[] = []
  const next = asked.entries()
  const goOn = async (): Promise<void> => {
    for (const [at, host] of next) probed[at] = await looked(host, probe.resolver, deadline)
  }
  await Promise.all(Array.from({ length: atOnce }, goOn))
  const levels = probed.flatMap(({ findings }) => findings.map(({ level }) => level))
  return {
    gateway,
    stage,
    worst: worstLevel(all.length > mostHosts ? [...levels, 'warning'] : levels),
    ms: rounded(performance.now() - startMs),
    hosts: probed.map((host) => ({
      ...host,
      findings: host.findings.map((finding) => inOne(finding, probe.language)),
    })),
    left_out: all.length - asked.length,
  }
}

function hostsOf({ release, backend }: StageProbe): readonly AskedHost[] {
  const { gateway, stage, backends } = release
  return backends
    .filter(({ name }) => backend === undefined || name === backend)
    .flatMap(({ name, hosts }) => hosts.map((host) => askedHost(gateway, stage, name, host)))
}

async function looked(
  asked: AskedHost,
  resolver: NameResolver,
  deadline: Deadline,
): Promise<HostProbed> {
  const { backend, url } = asked
  const nothing = { backend, url, steps: [], exit_address: '' }
  if (deadline.isOver) return { ...nothing, findings: [noTime(asked)] }
  try {
    const found = await probeHost(asked, resolver, deadline)
    // what ran out was our time, so a step that took too long says nothing about the host
    return deadline.isOver ? { ...found, findings: [noTime(asked)] } : found
  } catch (error) {
    return { ...nothing, findings: [notLooked(asked, reasonOf(error))] }
  }
}

function noTime({ place }: AskedHost): ProbeFinding {
  return probeFinding(
    'warning',
    'time_over',
    [
      en`${place} was not looked at to its end: the time for all hosts was over.`,
      zh`${place}没有检查完：全部主机的检查时间已用完。`,
    ],
    ['Probe its backend alone.', '请单独检查该后端。'],
  )
}

function notLooked({ place }: AskedHost, reason: string): ProbeFinding {
  return probeFinding(
    'warning',
    'probe_failed',
    [en`${place} could not be looked at: ${reason}.`, zh`${place}无法检查：${reason}。`],
    [
      'This is a defect of the probe: report it with the definition of the host.',
      '这是探测程序的缺陷：请连同该主机的定义一起反馈。',
    ],
  )
}

function inOne(
  { key, level, sentence, advice }: ProbeFinding,
  language: Language,
): ProbeReport['hosts'][number]['findings'][number] {
  const words = advice === undefined ? '' : chosen(advice, language)
  return { key, level, sentence: chosen(sentence, language), advice: words }
}
