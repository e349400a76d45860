import { allPlugins } from '../../plugins/all-plugins.ts'
import type { GatewayDefinition } from '../definition.ts'
import { readDefinitions, type ReadResult } from '../read-definition.ts'
import type { ReadFile } from '../named-file.ts'
import type { Environment } from '../references.ts'

/** For tests: the two files as short texts. */
export interface BlueKingText {
  readonly definition?: string
  readonly resources?: string
  readonly environment?: Environment
  readonly readFile?: ReadFile
}

export const plainStage = `
stages:
  - name: prod
    backends:
      - name: default
        config: { timeout: 30, hosts: [{ host: "http://orders:8080" }] }
`

export function read({ definition, resources, environment, readFile }: BlueKingText): ReadResult {
  const texts = [
    { file: 'definition.yaml', text: `spec_version: 2${definition ?? plainStage}` },
    { file: 'resources.yaml', text: `swagger: "2.0"${resources ?? '\npaths: {}\n'}` },
  ]
  const expand = environment ?? {}
  return readDefinitions(texts, {
    expand,
    readFile,
    plugins: allPlugins,
    blueKingGateway: 'orders',
  })
}

export function imported(text: BlueKingText): GatewayDefinition {
  const result = read(text)
  const [gateway] = result.ok ? result.definition.gateways : []
  if (gateway !== undefined) return gateway
  throw new Error(JSON.stringify(result, undefined, 2))
}

/** `file:line:column message`. */
export function problemsIn(text: BlueKingText): string[] {
  const result = read(text)
  if (result.ok) return []
  return result.problems.map(
    ({ file, line, column, message }) => `${file}:${line}:${column} ${message}`,
  )
}

/** What stands in the report, `place | sentence`, without what concerns definitions of our own too. */
export function notesOf(text: BlueKingText): string[] {
  const result = read(text)
  if (!result.ok) throw new Error(JSON.stringify(result.problems, undefined, 2))
  return result.definition.warnings
    .filter(({ path }) => /^\w+\.yaml:/.test(path))
    .map(({ path, message }) => `${path} | ${message}`)
}
