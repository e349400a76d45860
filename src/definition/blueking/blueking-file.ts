import type { ProblemList } from '../definition-problem.ts'
import { type DefinitionText, readSource } from '../definition-source.ts'
import type { Environment } from '../references.ts'
import { lineStartsOf, Places } from '../text-places.ts'
import { Value } from './blueking-value.ts'
import { fillTemplate } from './template-text.ts'

/** A file of the old system as values. undefined: not readable; the problems say why. */
export function readBlueKingFile(
  { file, text }: DefinitionText,
  environment: Environment | undefined,
  problems: ProblemList,
): Value | undefined {
  const places = new Places(text)
  let isFilled = true
  const filled = fillTemplate(text, environment, (offset, message, suggestion) => {
    isFilled = false
    problems.add({ file, ...places.at(offset), path: '', message, suggestion })
  })
  if (!isFilled) return undefined
  const origin = { text, offsetOf: (offset: number) => filled.offsetOf(offset), path: [] }
  const source = readSource({ file, text: filled.text }, 'keep', problems, origin)
  if (source === undefined) return undefined
  const document = { source, template: text, filled, problems, missed: new Set<string>() }
  return new Value(source.value, [], document)
}

/** YAML within YAML: the `yaml` of a plugin. */
export function readInnerYaml(outer: Value, text: string): Value | undefined {
  const { document, path } = outer
  const { source, template, filled, problems } = document
  const innerToOuter = offsetsOf(filled.text, source.offsetIn(path), text)
  const offsetOf = (offset: number) => filled.offsetOf(innerToOuter(offset))
  const origin = { text: template, offsetOf, path }
  const inner = readSource({ file: source.file, text }, 'keep', problems, origin)
  return inner && new Value(inner.value, [], { ...document, source: inner })
}

/** In a block (`|`) a line is a line of the file, indented; of any other form only its beginning is
 *  known. */
function offsetsOf(outer: string, start: number, inner: string): (offset: number) => number {
  const headEnd = outer.indexOf('\n', start)
  if (outer[start] !== '|' || headEnd === -1) return () => start
  const outerLines = lineStartsOf(outer.slice(headEnd + 1)).map((at) => at + headEnd + 1)
  const innerLines = lineStartsOf(inner)
  const first = innerLines.findIndex((at) => /^ *[^ \n]/.test(inner.slice(at, at + 200)))
  const indent = spacesAt(outer, outerLines[first] ?? 0) - spacesAt(inner, innerLines[first] ?? 0)
  return (offset) => {
    const line = innerLines.findLastIndex((at) => at <= offset)
    return (outerLines[line] ?? start) + indent + offset - (innerLines[line] ?? 0)
  }
}

function spacesAt(text: string, offset: number): number {
  let end = offset
  while (text[end] === ' ') end += 1
  return end - offset
}
