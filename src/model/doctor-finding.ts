import type { Bilingual } from './bilingual.ts'

/** What `faultline doctor` says about one thing that it looked at. */
export interface DoctorFinding {
  readonly group: DoctorGroup
  /** Stable, for scripts: `port_busy`. */
  readonly key: string
  readonly level: DoctorLevel
  readonly sentence: Bilingual
  /** What to do; undefined where nothing has to be done. */
  readonly advice: Bilingual | undefined
}

/** `note`: worth knowing. `warning`: it will hurt one day. `problem`: it hurts now. */
export type DoctorLevel = (typeof doctorLevels)[number]
export const doctorLevels = ['ok', 'note', 'warning', 'problem'] as const

/** In the order shown. */
export const doctorGroups = [
  'server',
  'ports',
  'settings',
  'versions',
  'clock',
  'disk',
  'limits',
  'names',
  'certificates',
  'stores',
  'log',
] as const
export type DoctorGroup = (typeof doctorGroups)[number]

/** One thing to look at. */
export interface DoctorCheck {
  readonly group: DoctorGroup
  look(): Promise<readonly DoctorFinding[]>
}

/** Makes the findings of one group. */
export interface FindingMaker {
  readonly ok: (key: string, sentence: Bilingual) => DoctorFinding
  readonly note: (key: string, sentence: Bilingual, advice?: Bilingual) => DoctorFinding
  readonly warning: (key: string, sentence: Bilingual, advice: Bilingual) => DoctorFinding
  readonly problem: (key: string, sentence: Bilingual, advice: Bilingual) => DoctorFinding
}

export function findingsOf(group: DoctorGroup): FindingMaker {
  const made =
    (level: DoctorLevel) =>
    (key: string, sentence: Bilingual, advice?: Bilingual): DoctorFinding => ({
      group,
      key,
      level,
      sentence,
      advice,
    })
  return { ok: made('ok'), note: made('note'), warning: made('warning'), problem: made('problem') }
}

/** All checks at once. One that fails or takes too long is a finding of its own, never the end of the
 *  others. */
export async function lookAtAll(
  checks: readonly DoctorCheck[],
  limitMs: number,
): Promise<readonly DoctorFinding[]> {
  return (await Promise.all(checks.map((check) => bounded(check, limitMs)))).flat()
}

async function bounded(check: DoctorCheck, limitMs: number): Promise<readonly DoctorFinding[]> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<readonly DoctorFinding[]>((resolve) => {
    timer = setTimeout(() => resolve([tooLate(check, limitMs)]), limitMs)
  })
  try {
    return await Promise.race([check.look(), late])
  } catch (error) {
    return [broken(check, error)]
  } finally {
    clearTimeout(timer)
  }
}

function tooLate({ group }: DoctorCheck, limitMs: number): DoctorFinding {
  const seconds = limitMs / 1_000
  return findingsOf(group).warning(
    'check_timeout',
    [`This was not known within ${seconds} s.`, `${seconds} 秒内没有得到结果。`],
    [
      'Run it again; where it stays so, the thing itself is slow.',
      '再执行一次；若仍如此，说明被检查的对象本身很慢。',
    ],
  )
}

function broken({ group }: DoctorCheck, error: unknown): DoctorFinding {
  const reason = error instanceof Error ? error.message : String(error)
  return findingsOf(group).warning(
    'check_failed',
    [`This could not be looked at: ${reason}.`, `无法检查：${reason}。`],
    ['Run it as the user of the gateway.', '请以网关的用户身份执行。'],
  )
}
