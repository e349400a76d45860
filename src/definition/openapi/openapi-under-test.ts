import { testPlugins } from '../definition-under-test.ts'
import { importOpenApi, type OpenApiImport, type OpenApiOptions } from './import-openapi.ts'

/** For tests: documents from short texts. */
export function imported(text: string, options: Partial<OpenApiOptions> = {}): OpenApiImport {
  const read = importOpenApi({ file: 'api.yaml', text }, { plugins: testPlugins, ...options })
  if (read.ok) return read.imported
  throw new Error(JSON.stringify(read.problem))
}

/** Lines 1 and 2 are the head; the paths begin in line 3, column 3. */
export function documentText(paths: string, head = 'openapi: 3.1.0'): string {
  const lines = paths.replace(/^\n/, '').trimEnd().split('\n')
  const margin = /^ */.exec(lines[0] ?? '')?.[0].length ?? 0
  const indented = lines.map((line) => `  ${line.slice(margin)}`)
  return `${head}\npaths:\n${indented.join('\n')}\n`
}

/** As `line:column METHOD path: message | suggestion`. */
export function refusals(text: string): string[] {
  return imported(text).report.refused.map(
    ({ line, column, method, path, message, suggestion }) =>
      `${line}:${column} ${method} ${path}: ${message}${suggestion === '' ? '' : ` | ${suggestion}`}`,
  )
}

/** Why a document cannot be read at all. */
export function problemOf(text: string, options: Partial<OpenApiOptions> = {}): string {
  const read = importOpenApi({ file: 'api.yaml', text }, { plugins: testPlugins, ...options })
  if (read.ok) return ''
  const { line, column, message, suggestion } = read.problem
  return `${line}:${column} ${message}${suggestion === '' ? '' : ` | ${suggestion}`}`
}
