import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { DoctorFinding } from '../../model/doctor-finding.ts'
import { findingsOf } from '../../model/doctor-finding.ts'
import type { ExaminedPlace } from './examined-place.ts'

const { ok, note, warning, problem } = findingsOf('clock')

export interface Clock {
  nowMs(): number
  /** How far the wall clock was moved since the process began, in milliseconds. */
  movedMs(): number
}

const systemClock: Clock = {
  nowMs: () => Date.now(),
  movedMs: () => Date.now() - (performance.timeOrigin + performance.now()),
}

/** Tokens, certificates, rate-limit windows and records all go by this clock. */
export async function checkClock(
  { settings }: Pick<ExaminedPlace, 'settings'>,
  clock: Clock = systemClock,
): Promise<DoctorFinding[]> {
  const now = new Date(clock.nowMs())
  const year = now.getUTCFullYear()
  if (year < earliestYear || year > latestYear) return [wrongYear(year)]
  const found = [
    ...moved(clock.movedMs()),
    ...fromTheFuture(now, await newestFileMs(settings.data)),
  ]
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
  const zoneNote = note('time_zone', [
    `The time zone is ${zone}; records and logs are in UTC (now ${now.toISOString()}).`,
    `时区是 ${zone}；记录和日志使用 UTC（现在 ${now.toISOString()}）。`,
  ])
  if (found.length > 0) return [...found, zoneNote]
  return [
    ok('clock_sane', [`The clock says ${now.toISOString()}.`, `时钟为 ${now.toISOString()}。`]),
  ]
}

/** Of this program; a clock before it is certainly wrong. */
const earliestYear = 2025
const latestYear = 2100
const toleratedMs = 2_000
/** File systems of other machines may be a little ahead. */
const toleratedFutureMs = 60_000

function wrongYear(year: number): DoctorFinding {
  return problem(
    'clock_wrong',
    [`The clock of this machine says the year ${year}.`, `本机时钟显示为 ${year} 年。`],
    [
      'Set the clock and switch time synchronisation on (timedatectl set-ntp true).',
      '校正时钟并开启时间同步（timedatectl set-ntp true）。',
    ],
  )
}

function moved(movedMs: number): DoctorFinding[] {
  if (Math.abs(movedMs) <= toleratedMs) return []
  const seconds = (movedMs / 1_000).toFixed(1)
  return [
    warning(
      'clock_moved',
      [
        `The clock was moved by ${seconds} s since the server started: rate-limit windows and the order of records are off around that time.`,
        `自服务启动以来时钟被调整了 ${seconds} 秒：该时刻前后的限流窗口和记录顺序不准。`,
      ],
      [
        'Let the time be kept by small steps (chrony, systemd-timesyncd), not set at once.',
        '使用 chrony 或 systemd-timesyncd 渐进校时，不要一次性跳变。',
      ],
    ),
  ]
}

function fromTheFuture(now: Date, newestMs: number): DoctorFinding[] {
  const aheadMs = newestMs - now.getTime()
  if (aheadMs <= toleratedFutureMs) return []
  const newest = new Date(newestMs).toISOString()
  return [
    warning(
      'clock_behind_files',
      [
        `Files of the data folder are of ${newest}, later than the clock: it was set back, or another machine writes there.`,
        `数据目录中有 ${newest} 的文件，晚于当前时钟：时钟被调回过，或有其他机器在写。`,
      ],
      [
        'Check the clock. Records written meanwhile sort wrongly.',
        '检查时钟。期间写入的记录排序不正确。',
      ],
    ),
  ]
}

/** 0 where there is none. */
async function newestFileMs(dataFolder: string): Promise<number> {
  const paths = [dataFolder, join(dataFolder, 'control.db'), ...(await spoolFiles(dataFolder))]
  const times = await Promise.all(
    paths.map(async (path) => (await stat(path).catch(() => undefined))?.mtimeMs ?? 0),
  )
  return Math.max(...times)
}

async function spoolFiles(dataFolder: string): Promise<string[]> {
  const folder = join(dataFolder, 'spool')
  const names = await readdir(folder).catch(() => [])
  return names
    .toSorted((one, other) => (one < other ? -1 : 1))
    .slice(-20)
    .map((name) => join(folder, name))
}
