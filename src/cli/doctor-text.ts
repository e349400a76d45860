import { styleText } from 'node:util'
import type { Bilingual } from '../model/bilingual.ts'
import type { Language } from '../diagnosis/catalogue.ts'
import {
  doctorGroups,
  doctorLevels,
  type DoctorFinding,
  type DoctorGroup,
  type DoctorLevel,
} from '../model/doctor-finding.ts'
import { textColumns, wrapped } from './text-width.ts'
import { asTyped } from './typed-command.ts'

/** Findings for a terminal: by group, each with what to do under it. */
export function findingsText(findings: readonly DoctorFinding[], language: Language): string {
  const blocks = doctorGroups.flatMap((group) => {
    const theirs = findings.filter((finding) => finding.group === group)
    if (theirs.length === 0) return []
    const title = styleText('bold', groupNames[group][indexOf(language)])
    return [[title, ...theirs.flatMap((finding) => lines(finding, language))].join('\n')]
  })
  return `${blocks.join('\n\n')}\n\n${summary(findings, language)}\n`
}

/** For machines; the level and the key never change their meaning. */
export function findingsJson(findings: readonly DoctorFinding[], language: Language): string {
  const at = indexOf(language)
  const items = findings.map(({ group, key, level, sentence, advice }) => ({
    group,
    key,
    level,
    sentence: sentence[at],
    advice: advice?.[at] ?? '',
  }))
  return `${JSON.stringify({ worst: worstOf(findings), findings: items }, null, 2)}\n`
}

export function worstOf(findings: readonly DoctorFinding[]): DoctorLevel {
  const levels = new Set(findings.map(({ level }) => level))
  return doctorLevels.findLast((level) => levels.has(level)) ?? 'ok'
}

function lines({ level, sentence, advice }: DoctorFinding, language: Language): string[] {
  const at = indexOf(language)
  const columns = textColumns()
  const [first = '', ...rest] = wrapped(asTyped(sentence[at]), columns - 4)
  const painted = (text: string): string => (level === 'ok' ? styleText('dim', text) : text)
  const steps = advice === undefined ? [] : wrapped(asTyped(advice[at]), columns - 6)
  return [
    `  ${marks[level]()} ${painted(first)}`,
    ...rest.map((line) => `    ${painted(line)}`),
    ...steps.map((line, index) => `    ${index === 0 ? '→ ' : '  '}${line}`),
  ]
}

/** Made when printed: whether colours are wanted is known then. */
const marks: Readonly<Record<DoctorLevel, () => string>> = {
  ok: () => styleText('green', '✔'),
  note: () => styleText('blue', '·'),
  warning: () => styleText('yellow', '▲'),
  problem: () => styleText('red', '✖'),
}

function summary(findings: readonly DoctorFinding[], language: Language): string {
  const counts = doctorLevels.toReversed().flatMap((level) => {
    const count = findings.filter((finding) => finding.level === level).length
    if (count === 0) return []
    const [english, chinese] = levelNames[level]
    return [
      language === 'zh' ? `${count} 个${chinese}` : `${count} ${english}${plural(level, count)}`,
    ]
  })
  const worst = worstOf(findings)
  const colour = worst === 'problem' ? 'red' : worst === 'warning' ? 'yellow' : 'green'
  return styleText([colour, 'bold'], counts.join(language === 'zh' ? '，' : ', '))
}

function plural(level: DoctorLevel, count: number): string {
  return level === 'ok' || count === 1 ? '' : 's'
}

function indexOf(language: Language): 0 | 1 {
  return language === 'zh' ? 1 : 0
}

const levelNames: Readonly<Record<DoctorLevel, Bilingual>> = {
  ok: ['fine', '正常'],
  note: ['note', '提示'],
  warning: ['warning', '警告'],
  problem: ['problem', '问题'],
}

const groupNames: Readonly<Record<DoctorGroup, Bilingual>> = {
  server: ['Server', '服务'],
  ports: ['Ports', '端口'],
  settings: ['Settings', '设置'],
  versions: ['Versions', '版本'],
  clock: ['Clock', '时钟'],
  disk: ['Disk', '磁盘'],
  limits: ['Limits of the system', '系统限制'],
  names: ['Names', '域名解析'],
  certificates: ['Certificates', '证书'],
  stores: ['State and keys', '状态与密钥'],
  log: ['Flow log', '流水日志'],
}
