import { styleText } from 'node:util'
import { chosen, type Language } from '../model/bilingual.ts'
import {
  probeLevels,
  type HostReport,
  type ProbeLevel,
  type ProbeReport,
  type ProbeSentence,
  type ProbeStep,
} from '../model/probe-report.ts'
import { printableLine } from '../model/printable-text.ts'
import { levelName, stepText } from './probe-words.ts'
import { shownIn, textColumns, wrapped } from './text-width.ts'
import { asTyped } from './typed-command.ts'

/** A probe for a terminal: a host, a line for each step with its time, then what it comes to. */
export function probeText(report: ProbeReport, language: Language): string {
  const blocks = report.hosts.map((host) => hostLines(report, host, language).join('\n'))
  return `${[...blocks, summaryLine(report, language)].join('\n\n')}\n`
}

function hostLines(
  { gateway, stage }: ProbeReport,
  { backend, url, steps, findings, exit_address }: HostReport,
  language: Language,
): string[] {
  const from = chosen(['from', '出口地址'], language)
  const exit = exit_address === '' ? '' : styleText('dim', ` · ${from} ${exit_address}`)
  const place = styleText('dim', `${gateway}/${stage}/${backend}`)
  return [
    `${styleText('bold', printableLine(url))} · ${place}${exit}`,
    ...steps.map((step) => stepLine(step, language)),
    ...findings.flatMap(findingLines),
  ]
}

function stepLine(step: ProbeStep, language: Language): string {
  const mark = step.ok ? styleText('green', '✔') : styleText('red', '✖')
  const ms = `${step.ms.toFixed(1)} ms`.padStart(10)
  const text = shownIn(printableLine(stepText(step, language)), textColumns() - 22)
  return `  ${mark} ${step.step.padEnd(4)} ${styleText('dim', ms)}  ${text}`
}

function findingLines({ level, sentence, advice }: ProbeSentence): string[] {
  const columns = textColumns()
  const [first = '', ...rest] = wrapped(asTyped(printableLine(sentence)), columns - 4)
  const steps = advice === '' ? [] : wrapped(asTyped(printableLine(advice)), columns - 6)
  return [
    `  ${marks[level]()} ${first}`,
    ...rest.map((line) => `    ${line}`),
    ...steps.map((line, index) => `    ${index === 0 ? '→ ' : '  '}${line}`),
  ]
}

/** Made when printed: whether colours are wanted is known then. */
const marks: Readonly<Record<ProbeLevel, () => string>> = {
  ok: () => styleText('green', '●'),
  note: () => styleText('blue', '·'),
  warning: () => styleText('yellow', '▲'),
  failure: () => styleText('red', '✖'),
}

/** `2 hosts: 1 failure, 1 fine (312 ms)`: each host counts by the worst that was found. */
function summaryLine({ hosts, worst, ms, left_out }: ProbeReport, language: Language): string {
  const worstOf = ({ findings }: HostReport): ProbeLevel =>
    probeLevels.findLast((level) => findings.some((finding) => finding.level === level)) ?? 'ok'
  const counts = probeLevels.toReversed().flatMap((level) => {
    const count = hosts.filter((host) => worstOf(host) === level).length
    return count === 0 ? [] : [chosen(levelName(level, count), language)]
  })
  const count = hosts.length
  const plural = count === 1 ? '' : 's'
  const more =
    left_out === 0
      ? ''
      : chosen([`; ${left_out} more were not looked at`, `；另有 ${left_out} 个未检查`], language)
  const colour = worst === 'failure' ? 'red' : worst === 'warning' ? 'yellow' : 'green'
  const text = chosen(
    [
      `${count} host${plural}: ${counts.join(', ') || 'nothing to look at'} (${Math.round(ms)} ms)${more}`,
      `${count} 个主机：${counts.join('，') || '没有可检查的内容'}（${Math.round(ms)} 毫秒）${more}`,
    ],
    language,
  )
  return styleText([colour, 'bold'], text)
}
