import type { ProblemList } from '../definition-problem.ts'
import { type DefinitionText, readSource } from '../definition-source.ts'
import type { Environment } from '../references.ts'
import { TextPlaces } from '../text-places.ts'
import { Value } from './blueking-value.ts'
import { fillTemplate } from './template-text.ts'

/** A file of the old system as values. undefined: not readable; the problems say why. */
export function readBlueKingFile(
  { file, text }: DefinitionText,
  environment: Environment | undefined,
  problems: ProblemList,
): Value | undefined {
  const places = new TextPlaces(text)
  let isFilled = true
  const filled = fillTemplate(text, environment, (offset, message, suggestion) => {
    isFilled = false
    problems.add({ file, ...places.at(offset), path: '', message, suggestion })
  })
  if (!isFilled) return undefined
  const placeAt = (offset: number) => places.at(filled.offsetOf(offset))
  const source = readSource({ file, text: filled.text }, 'keep', problems, { placeAt, path: [] })
  if (source === undefined) return undefined
  const document = { source, places, filled, problems, missed: new Set<string>() }
  return new Value(source.value, [], document)
}

/** YAML within YAML: the `yaml` of a plugin. Its places are worked out only where one is shown. */
export function readInnerYaml(outer: Value, text: string): Value | undefined {
  const { document, path } = outer
  const { source, places, filled, problems } = document
  const placeAt = (offset: number) => {
    const begin = source.offsetIn(path)
    return places.at(filled.offsetOf(outerOffset(filled.text, begin, text, offset)))
  }
  const inner = readSource({ file: source.file, text }, 'keep', problems, { placeAt, path })
  return inner && new Value(inner.value, [], { ...document, source: inner })
}

/** In a block (`|`) a line is a line of the file, indented; of any other form only its beginning is
 *  known. */
function outerOffset(outer: string, begin: number, inner: string, offset: number): number {
  let start = outer.indexOf('\n', begin) + 1
  if (outer[begin] !== '|' || start === 0) return begin
  const before = inner.slice(0, offset)
  for (let line = before.split('\n').length; line > 1; line -= 1) {
    const end = outer.indexOf('\n', start)
    if (end === -1) return begin
    start = end + 1
  }
  const lineStart = before.lastIndexOf('\n') + 1
  const indent = spacesAt(outer, start) - spacesAt(inner, lineStart)
  return start + Math.max(0, indent) + offset - lineStart
}

function spacesAt(text: string, offset: number): number {
  let end = offset
  while (text[end] === ' ') end += 1
  return end - offset
}
