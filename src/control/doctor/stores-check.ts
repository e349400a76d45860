import { createPrivateKey } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { ControlState } from '../../definition/control-state.ts'
import type { DoctorFinding } from '../../model/doctor-finding.ts'
import { findingsOf } from '../../model/doctor-finding.ts'
import { codeOf } from '../../model/reason.ts'
import { lookAtState } from '../open-store.ts'
import type { ExaminedPlace } from './examined-place.ts'

const { ok, note, warning, problem } = findingsOf('stores')

/** What outlives the process: the applied state and the gateways' keys. */
export async function checkStores({
  settings,
}: Pick<ExaminedPlace, 'settings'>): Promise<DoctorFinding[]> {
  const folder = resolve(settings.data)
  const state = await lookAtState({ ...settings, data: folder }).catch((error: unknown) =>
    stateFinding(error, settings.database),
  )
  if (state !== undefined && 'level' in state) return [state, ...(await keyFindings(folder, []))]
  const gateways = state?.gateways ?? []
  return [
    contents(state),
    ...(await keyFindings(
      folder,
      gateways.map(({ name }) => name),
    )),
  ]
}

function stateFinding(error: unknown, database: string): DoctorFinding {
  const reason = error instanceof Error ? error.message : String(error)
  if (database !== '') {
    return problem(
      'database_unusable',
      [reason, `保存的状态无法使用：${reason}`],
      [
        'Traffic goes on; changes, the history and a start wait for the database.',
        '流量不受影响；变更、历史和启动都要等数据库恢复。',
      ],
    )
  }
  return problem(
    'state_damaged',
    [reason, `保存的状态无法使用：${reason}`],
    [
      'Restore it from a backup (faultline restore), or move it away and apply the definitions again.',
      '从备份恢复（faultline restore），或移走它并重新应用定义。',
    ],
  )
}

function contents(state: ControlState | undefined): DoctorFinding {
  if (state === undefined || state.gateways.length === 0) {
    return note(
      'nothing_applied',
      [
        'No gateway was applied yet: every call is a 404.',
        '尚未应用任何网关：所有调用都会返回 404。',
      ],
      ['faultline apply FILE', 'faultline apply FILE'],
    )
  }
  const stages = state.gateways.reduce((sum, gateway) => sum + gateway.stages.length, 0)
  return ok('state_readable', [
    `Gateways in the state: ${state.gateways.length}; released stages: ${stages}.`,
    `状态中有 ${state.gateways.length} 个网关、${stages} 个已发布的环境。`,
  ])
}

async function keyFindings(folder: string, gateways: readonly string[]): Promise<DoctorFinding[]> {
  const keyFolder = join(folder, 'keys')
  const names = await readdir(keyFolder).catch(() => [])
  const files = names.filter((name) => name.endsWith('.pem'))
  const broken = (await Promise.all(files.map((name) => keyFinding(join(keyFolder, name))))).flat()
  const missing = gateways.filter((gateway) => !files.includes(`${gateway}.pem`))
  const sound = files.length - broken.length
  return [
    ...broken,
    ...(missing.length === 0 ? [] : [missingKeys(missing)]),
    ...(sound === 0
      ? []
      : [ok('keys_sound', [`Sound keys of gateways: ${sound}.`, `${sound} 个网关密钥完好。`])]),
  ]
}

async function keyFinding(file: string): Promise<DoctorFinding[]> {
  const advice = [
    'Restore it from a backup, or move it away: a new key is made at the next start, and backends must fetch its public half again.',
    '从备份恢复，或移走它：下次启动会生成新密钥，后端须重新获取公钥。',
  ] as const
  try {
    const key = createPrivateKey(await readFile(file, 'utf8'))
    const bits = key.asymmetricKeyDetails?.modulusLength ?? 0
    if (key.asymmetricKeyType === 'rsa' && bits >= 2_048) return []
    return [
      problem(
        'key_weak',
        [
          `${file} is no RSA key of at least 2048 bits: X-Bkapi-JWT cannot be signed safely.`,
          `${file} 不是至少 2048 位的 RSA 密钥：无法安全签发 X-Bkapi-JWT。`,
        ],
        advice,
      ),
    ]
  } catch (error) {
    return [
      problem(
        'key_damaged',
        [
          `${file} holds no private key (${codeOf(error)}).`,
          `${file} 中没有私钥（${codeOf(error)}）。`,
        ],
        advice,
      ),
    ]
  }
}

function missingKeys(gateways: readonly string[]): DoctorFinding {
  return warning(
    'key_missing',
    [
      `No key is kept for ${gateways.join(', ')}: a new one is made at the next start.`,
      `没有 ${gateways.join('、')} 的密钥：下次启动会生成新的。`,
    ],
    [
      'Restore the key, or tell the backends to fetch the new public key.',
      '恢复密钥，或通知后端获取新的公钥。',
    ],
  )
}
