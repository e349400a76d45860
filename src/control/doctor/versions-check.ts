import { readFile } from 'node:fs/promises'
import type { DoctorFinding } from '../../model/doctor-finding.ts'
import { findingsOf } from '../../model/doctor-finding.ts'
import type { ExaminedPlace } from './examined-place.ts'

const { ok, note, problem } = findingsOf('versions')

/** Type stripping is stable from here on. */
const leastNode = [24, 12] as const

/** Node, this program, DuckDB. */
export async function checkVersions({
  version,
}: Pick<ExaminedPlace, 'version'>): Promise<DoctorFinding[]> {
  const duckDb = await duckDbVersions()
  return [
    nodeFinding(process.versions.node),
    ok('version', [`This is Faultline ${version}.`, `Faultline 版本 ${version}。`]),
    ...duckDbFindings(duckDb),
  ]
}

export function nodeFinding(installed: string): DoctorFinding {
  const [major = 0, minor = 0] = installed.split('.').map(Number)
  const isEnough = major > leastNode[0] || (major === leastNode[0] && minor >= leastNode[1])
  if (isEnough) return ok('node_version', [`Node is ${installed}.`, `Node 版本 ${installed}。`])
  return problem(
    'node_too_old',
    [
      `Node is ${installed}; ${leastNode.join('.')} is needed.`,
      `Node 版本为 ${installed}，需要 ${leastNode.join('.')}。`,
    ],
    [
      'npm ci in the folder of the program brings the right one.',
      '在程序目录执行 npm ci 会安装正确的版本。',
    ],
  )
}

interface DuckDbVersions {
  readonly wanted: string
  /** '' where it is not installed. */
  readonly installed: string
}

function duckDbFindings({ wanted, installed }: DuckDbVersions): DoctorFinding[] {
  if (installed === '') return [] // whether it loads is a finding of its own
  if (installed === wanted)
    return [ok('duckdb_version', [`DuckDB is ${installed}.`, `DuckDB 版本 ${installed}。`])]
  return [
    note(
      'duckdb_version_other',
      [
        `DuckDB is ${installed}; ${wanted} was tested.`,
        `DuckDB 版本为 ${installed}，经过测试的是 ${wanted}。`,
      ],
      ['npm ci in the folder of the program.', '在程序目录执行 npm ci。'],
    ),
  ]
}

async function duckDbVersions(): Promise<DuckDbVersions> {
  const [own, theirs] = await Promise.all([
    manifest('package.json'),
    manifest('node_modules/@duckdb/node-api/package.json'),
  ])
  const wanted = own['optionalDependencies']
  return {
    wanted: textIn(wanted, '@duckdb/node-api'),
    installed: textIn(theirs, 'version'),
  }
}

async function manifest(path: string): Promise<Readonly<Record<string, unknown>>> {
  const text = await readFile(new URL(`../../../${path}`, import.meta.url), 'utf8').catch(
    () => '{}',
  )
  const value: unknown = JSON.parse(text)
  return typeof value === 'object' && value !== null ? { ...value } : {}
}

function textIn(value: unknown, name: string): string {
  if (typeof value !== 'object' || value === null) return ''
  const found: unknown = Object.entries(value).find(([key]) => key === name)?.[1]
  return typeof found === 'string' ? found : ''
}
