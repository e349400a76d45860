import { type Static, Type } from 'typebox'
import { Value } from 'typebox/value'
import { importBlueKing } from './blueking/import-blueking.ts'
import { sortTexts } from './blueking/sort-texts.ts'
import { namesInTemplate } from './blueking/template-values.ts'
import { namesDocumentFile } from './check-documentation.ts'
import { blueKingPartOf } from './blueking/which-file.ts'
import type { ReadFile } from './named-file.ts'
import { ProblemList } from './definition-problem.ts'
import { type DefinitionText, readSource } from './definition-source.ts'
import { type Environment, expand, referencedNames } from './references.ts'
import { isRecord } from './shape.ts'

/** What `faultline apply` sends: the files as they are, with exactly those values of the sender's
 *  environment and those files that they refer to. So the server needs neither, problems keep their
 *  lines, and `${NAME}` survives for export. */
export type ApplyBundle = Static<typeof bundleSchema>

const bundleSchema = Type.Object(
  {
    faultlineBundle: Type.Literal(1),
    /** Of the files of the BlueKing API gateway among the definitions. */
    gateway: Type.Optional(Type.String()),
    definitions: Type.Array(Type.Object({ file: Type.String(), text: Type.String() })),
    values: Type.Record(Type.String(), Type.String()),
    files: Type.Array(
      Type.Object({ path: Type.String(), from: Type.String(), text: Type.String() }),
    ),
  },
  { additionalProperties: false },
)

/** Never fails: what is missing here is reported by the server, with its line. */
export function packBundle(
  definitions: readonly DefinitionText[],
  environment: Environment,
  readFile: ReadFile,
  gateway?: string,
): ApplyBundle {
  const values: Record<string, string> = {}
  const files: ApplyBundle['files'] = []
  for (const definition of definitions) {
    const isBlueKing = blueKingPartOf(definition.text, gateway) !== undefined
    const source = isBlueKing ? undefined : readSource(definition, 'keep', new ProblemList())
    const names = isBlueKing ? namesInTemplate(definition.text) : namesIn(source?.value)
    for (const name of names) {
      const value = Object.hasOwn(environment, name) ? environment[name] : undefined
      if (value !== undefined) values[name] = value
    }
    for (const written of filesIn(source?.value)) {
      const expanded = expand(written, environment)
      if (expanded.kind === 'problem') continue
      const file = fileOf(expanded.text, definition.file, readFile)
      if (file !== undefined) files.push(file)
    }
  }
  files.push(...blueKingFiles(definitions, environment, readFile, gateway))
  const named = gateway === undefined ? {} : { gateway }
  return { faultlineBundle: 1, ...named, definitions: [...definitions], values, files }
}

/** undefined: the text is no bundle but a definition. */
export function readBundle(text: string): ApplyBundle | undefined {
  if (!text.startsWith('{"faultlineBundle":')) return undefined
  try {
    const value: unknown = JSON.parse(text)
    return Value.Check(bundleSchema, value) ? value : undefined
  } catch {
    return undefined
  }
}

/** For the `readFile` of `readDefinitions`: only what was sent along. */
export function bundledFiles({ files }: ApplyBundle): ReadFile {
  const texts = new Map(files.map(({ path, from, text }) => [`${from}\n${path}`, text]))
  return (path, from) => {
    const text = texts.get(`${from}\n${path}`)
    if (text !== undefined) return text
    throw Object.assign(new Error('not sent along'), { code: 'ENOENT' })
  }
}

function fileOf(
  path: string,
  from: string,
  readFile: ReadFile,
): ApplyBundle['files'][number] | undefined {
  if (path.includes('-----BEGIN')) return undefined
  try {
    return { path, from, text: readFile(path, from) }
  } catch {
    return undefined
  }
}

/** Which documents there are is known only by looking for them: the import is done here, for what it reads. */
function blueKingFiles(
  definitions: readonly DefinitionText[],
  environment: Environment,
  readFile: ReadFile,
  gateway: string | undefined,
): ApplyBundle['files'] {
  const files: ApplyBundle['files'] = []
  const problems = new ProblemList() // the server reports them
  const { blueKing } = sortTexts(definitions, gateway, problems)
  if (blueKing === undefined) return files
  const noting: ReadFile = (path, from) => {
    const text = readFile(path, from)
    files.push({ path, from, text })
    return text
  }
  importBlueKing(blueKing, { expand: environment, plugins: [], readFile: noting }, problems)
  return files
}

function namesIn(value: unknown): string[] {
  return textsIn(value, '').flatMap(([, text]) => referencedNames(text))
}

/** Names of certificates, of OpenAPI documents and of documents for people. */
function filesIn(value: unknown): string[] {
  return textsIn(value, '')
    .filter(([place, text]) => filePlace.test(place) || isDocumentFile(place, text))
    .map(([, text]) => text)
}

const filePlace = /\/tls\/ca$|^\/gateways\/\d+\/openapi(?:\/file)?$/
const documentPlace = /^\/gateways\/\d+\/resources\/\d+\/docs\/(?:en|zh)$/

function isDocumentFile(place: string, text: string): boolean {
  return documentPlace.test(place) && namesDocumentFile(text)
}

/** Every text with its place, such as `/gateways/0/stages/0/name`. */
function textsIn(value: unknown, place: string): [string, string][] {
  if (typeof value === 'string') return [[place, value]]
  if (Array.isArray(value))
    return value.flatMap((item, index) => textsIn(item, `${place}/${index}`))
  if (!isRecord(value)) return []
  return Object.entries(value).flatMap(([key, member]) => textsIn(member, `${place}/${key}`))
}
