import { stripVTControlCharacters, styleText } from 'node:util'
import type { DefinitionProblem } from '../definition/definition-problem.ts'
import type { DefinitionText } from '../definition/definition-source.ts'
import { chosen, type Bilingual, type Language } from '../model/bilingual.ts'

/** Problems of definition files that were to be applied, and what came of it. */
export function problemText(
  problems: readonly DefinitionProblem[],
  texts: readonly DefinitionText[],
  language: Language,
): string {
  return `${problemLines(problems, texts)}\n${chosen(countText(problems.length), language)}`
}

/** For the terminal: place, sentence, the line itself with a caret, and what to do. */
export function problemLines(
  problems: readonly DefinitionProblem[],
  texts: readonly DefinitionText[],
): string {
  const lines = new Map(texts.map(({ file, text }) => [file, text.split(/\r?\n/)]))
  return problems.map((problem) => oneProblem(problem, lines.get(problem.file))).join('\n')
}

function countText(problems: number): Bilingual {
  const count = problems === 1 ? '1 error' : `${problems} errors`
  return [`${count}; nothing was applied.`, `${problems} 处错误；什么都没有应用。`]
}

function oneProblem(problem: DefinitionProblem, lines: readonly string[] | undefined): string {
  const { file, line, column, path, message, suggestion } = problem
  const at = styled('bold', `${file}:${line}:${column}`)
  const where = path === '' ? '' : ` ${styled('dim', `(${path})`)}`
  const parts = [`${at} ${printable(message)}${where}`]
  const source = lines?.[line - 1]
  if (source !== undefined) parts.push(...sourceLines(source, line, column))
  if (suggestion !== '') parts.push(`  ${styled('green', printable(suggestion))}`)
  return parts.join('\n')
}

/** Long lines (a definition written as JSON) are shown around the place. */
const shownWidth = 100

function sourceLines(source: string, line: number, column: number): readonly string[] {
  const start = column > shownWidth - 20 ? column - 40 : 0
  const shown = printable(source.slice(start, start + shownWidth).replaceAll('\t', ' '))
  const margin = `  ${line} | `
  const caret = `${' '.repeat(margin.length - 2)}| ${' '.repeat(Math.max(0, column - 1 - start))}^`
  return [`${styled('dim', margin)}${shown}`, styled('red', caret)]
}

/** A definition may come from anywhere: what it says must not move the terminal's cursor. */
function printable(text: string): string {
  return stripVTControlCharacters(text).replaceAll(/\p{Cc}/gu, '\uFFFD')
}

function styled(format: 'bold' | 'dim' | 'green' | 'red', text: string): string {
  return styleText(format, text, { stream: process.stderr })
}
