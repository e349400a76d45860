import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Language } from '../diagnosis/catalogue.ts'
import {
  doctorGroups,
  doctorLevels,
  findingsOf,
  type DoctorFinding,
} from '../model/doctor-finding.ts'
import { quoted, type Bilingual } from '../model/bilingual.ts'
import { inBoth } from './chinese/in-both.ts'
import { CommandFailure } from './command-failure.ts'
import { problemSentence, redirectOf, type ServerClient } from './server-client.ts'

const { ok, note, warning, problem } = findingsOf('server')

/** What answers at the console's address. */
export type SeenServer =
  | { readonly kind: 'none'; readonly reason: Bilingual }
  | { readonly kind: 'other'; readonly said: string }
  | {
      readonly kind: 'ours'
      readonly version: string
      readonly status: string
      /** Its clock minus ours, in milliseconds; whole seconds are all that it tells. */
      readonly aheadMs: number
    }

const healthMs = 1_500

export async function seeServer(server: string): Promise<SeenServer> {
  try {
    const url = new URL('/healthz', server)
    const answer = await fetch(url, {
      redirect: 'manual',
      signal: AbortSignal.timeout(healthMs),
    })
    const body: unknown = await answer.json().catch(() => undefined)
    if (typeof body !== 'object' || body === null || !('logEngine' in body)) {
      const target = redirectOf(answer, url)
      const place = target === undefined ? '' : ` → ${target.origin}${target.pathname}`
      return { kind: 'other', said: `HTTP ${answer.status}${place}` }
    }
    const { version = '', status = '' } = body as { version?: string; status?: string } // its health.ts
    const aheadMs = Date.parse(answer.headers.get('date') ?? '') - Date.now()
    return { kind: 'ours', version, status, aheadMs: Number.isNaN(aheadMs) ? 0 : aheadMs }
  } catch (error) {
    return { kind: 'none', reason: reasonOf(error) }
  }
}

/** `asked`: the user named the address, so a server is expected there. */
export function serverFindings(
  seen: SeenServer,
  server: string,
  version: string,
  asked: boolean,
): DoctorFinding[] {
  if (seen.kind === 'other') return [another(server, seen.said)]
  if (seen.kind === 'none') return [silent(server, seen.reason, asked)]
  return [
    healthFinding(seen.status, server),
    ...versionFindings(seen.version, version),
    ...clockFindings(seen.aheadMs),
  ]
}

function silent(server: string, [english, chinese]: Bilingual, asked: boolean): DoctorFinding {
  const sentence = [
    `No server answers at ${server} (${english}); what follows was examined without one.`,
    `${server} 没有服务应答（${chinese}）；以下为无服务时的检查。`,
  ] as const
  const advice = [
    'Start it with "faultline start", or name another address with --server.',
    '用 faultline start 启动，或用 --server 指定其他地址。',
  ] as const
  return asked
    ? problem('server_silent', sentence, advice)
    : note('server_absent', sentence, advice)
}

function another(server: string, said: string): DoctorFinding {
  return problem(
    'server_other',
    [
      `Something else than Faultline answers at ${server} (${said}).`,
      `在 ${server} 应答的不是 Faultline（${said}）。`,
    ],
    [
      'Name the console with --server, not the gateway.',
      '用 --server 指定控制台地址，而不是网关地址。',
    ],
  )
}

function healthFinding(status: string, server: string): DoctorFinding {
  const sentence = [
    `The server at ${server} says: ${status}.`,
    `${server} 的服务状态：${status}。`,
  ] as const
  if (status === 'ok') return ok('server_health', sentence)
  const advice = [
    'The findings below and the process log tell what is missing.',
    '以下检查结果和进程日志说明缺少什么。',
  ] as const
  if (status === 'down') return problem('server_health', sentence, advice)
  return warning('server_health', sentence, advice)
}

function versionFindings(theirs: string, ours: string): DoctorFinding[] {
  if (theirs === ours) return []
  return [
    warning(
      'version_differs',
      [
        `The server is version ${theirs}, this command ${ours}.`,
        `服务版本为 ${theirs}，本命令版本为 ${ours}。`,
      ],
      ['Restart the server after an update.', '升级后请重启服务。'],
    ),
  ]
}

const toleratedMs = 30_000

function clockFindings(aheadMs: number): DoctorFinding[] {
  if (Math.abs(aheadMs) <= toleratedMs) return []
  const seconds = Math.round(aheadMs / 1_000)
  return [
    warning(
      'clocks_differ',
      [
        `The server's clock and the one of this machine differ by ${seconds} s.`,
        `服务器时钟与本机相差 ${seconds} 秒。`,
      ],
      ['Switch time synchronisation on, on both.', '在两台机器上开启时间同步。'],
    ),
  ]
}

export interface AskedServer {
  readonly findings: readonly DoctorFinding[]
  /** '' where it did not say. */
  readonly gatewayUrl: string
}

/** What the server found out about itself; undefined with a finding where it would not tell. */
export async function askServer(
  client: ServerClient,
  mayProbe: boolean,
  language: Language,
): Promise<AskedServer | { readonly refused: DoctorFinding }> {
  try {
    const path = `/api/v1/doctor?lang=${language}&probe=${String(mayProbe)}`
    const answer = await client.get(path, askMs)
    if (answer.status !== 200) return { refused: refusal(await inBoth(problemSentence(answer))) }
    return readReply(answer.body)
  } catch (error) {
    if (!(error instanceof CommandFailure)) throw error
    return { refused: refusal(await inBoth(error.message)) }
  }
}

/** A little more than the server gives itself. */
const askMs = 3_300

function refusal([english, chinese]: Bilingual): DoctorFinding {
  return warning(
    'server_not_asked',
    [`The server did not tell about itself: ${english}`, `服务没有给出自身的检查结果：${chinese}`],
    [
      'With its management token (FAULTLINE_TOKEN, or --data DIR on its machine) it tells much more.',
      '提供管理令牌（FAULTLINE_TOKEN，或在其机器上用 --data）后可得到更多结果。',
    ],
  )
}

function readReply(body: unknown): AskedServer {
  const { findings = [], gateway = '' } = body as {
    readonly findings?: readonly Readonly<Record<string, string>>[]
    readonly gateway?: string
  } // docs/reference/management-api.md
  return { findings: findings.map(received), gatewayUrl: gateway }
}

function received(finding: Readonly<Record<string, string>>): DoctorFinding {
  const { sentence = '', advice = '', key = '' } = finding
  return {
    group: doctorGroups.find((group) => group === finding['group']) ?? 'server',
    level: doctorLevels.find((level) => level === finding['level']) ?? 'note',
    key,
    sentence: [sentence, sentence], // in the language that was asked for
    advice: advice === '' ? undefined : [advice, advice],
  }
}

/** The console of the server that has this data folder, '' where none runs: a server that listens
 *  elsewhere than usual is found without --server. */
export function consoleOfFolder(dataFolder: string): string {
  try {
    const value: unknown = JSON.parse(readFileSync(join(dataFolder, 'runtime.json'), 'utf8'))
    if (typeof value !== 'object' || value === null) return ''
    if (!('pid' in value) || !('console' in value)) return ''
    process.kill(Number(value.pid), 0) // throws where it is gone
    return String(value.console)
  } catch {
    return ''
  }
}

function reasonOf(error: unknown): Bilingual {
  if (!(error instanceof Error)) return quoted(String(error))
  const seconds = healthMs / 1_000
  if (error.name === 'TimeoutError') return [`nothing within ${seconds} s`, `${seconds} 秒内无应答`]
  const { cause } = error
  if (cause instanceof Error && 'code' in cause) return quoted(String(cause.code))
  return quoted(error.message)
}
