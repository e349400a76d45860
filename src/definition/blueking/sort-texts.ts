import type { ProblemList } from '../definition-problem.ts'
import type { DefinitionText } from '../definition-source.ts'
import type { BlueKingTexts } from './import-blueking.ts'
import { type BlueKingPart, blueKingPartOf } from './which-file.ts'

/** Definitions of our own and the two files of the BlueKing API gateway, told apart. */
export interface SortedTexts {
  readonly own: readonly DefinitionText[]
  readonly blueKing: BlueKingTexts | undefined
}

export function sortTexts(
  texts: readonly DefinitionText[],
  gateway: string | undefined,
  problems: ProblemList,
): SortedTexts {
  const own: DefinitionText[] = []
  const found = new Map<BlueKingPart, DefinitionText>()
  const report = ({ file }: DefinitionText, message: string, suggestion: string) => {
    problems.add({ file, line: 1, column: 1, path: '', message, suggestion })
  }
  for (const text of texts) {
    const part = blueKingPartOf(text.text, gateway)
    const other = part && found.get(part)
    if (part === undefined) own.push(text)
    else if (other === undefined) found.set(part, text)
    else report(text, `a second file of ${part} beside ${other.file}`, oneGateway)
  }
  const definition = found.get('definition')
  const resources = found.get('resources')
  if (gateway === undefined) {
    for (const text of found.values()) report(text, unnamed, naming)
    return { own, blueKing: undefined }
  }
  if (definition !== undefined && resources !== undefined) {
    return { own, blueKing: { gateway, definition, resources } }
  }
  const [some = texts[0]] = [...found.values()]
  if (some !== undefined) {
    const missing = definition === undefined ? 'definition.yaml' : 'resources.yaml'
    const message = `a gateway is named, but ${missing} of it is not among the files`
    report(some, message, 'Both belong together: definition.yaml and resources.yaml.')
  }
  return { own, blueKing: undefined }
}

const unnamed =
  'this is a file of the BlueKing API gateway, which does not say of which gateway it is'
const naming =
  'Name it: faultline apply definition.yaml resources.yaml --gateway NAME (start: --apply-gateway NAME).'
const oneGateway = 'Apply one gateway after the other.'
