import { dirname, isAbsolute, join } from 'node:path'
import { isRecord } from './shape.ts'

/** Files that a definition names. Only the command line reads them: what came from somebody else must not
 *  make the server read its own. */
export type ReadFile = (path: string, from: string) => string

/** What a definition names, from where the definition is named: relative to its folder. */
export function pathBeside(path: string, from: string): string {
  return isAbsolute(path) ? path : join(dirname(from), path)
}

export type NamedFile =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly message: string; readonly suggestion: string }

/** `readFile` undefined: no files are read; `instead` is what else can be done then. */
export function readNamedFile(
  path: string,
  from: string,
  readFile: ReadFile | undefined,
  instead: string,
): NamedFile {
  if (readFile === undefined) {
    const message = 'the server reads no files for a definition that it receives'
    return { ok: false, message, suggestion: `Apply with \`faultline apply\`, or ${instead}.` }
  }
  try {
    return { ok: true, text: readFile(path, from) }
  } catch (thrown) {
    const message = `cannot read ${JSON.stringify(path)}: ${reasonOf(thrown)}`
    return { ok: false, message, suggestion: 'The path is relative to the folder of this file.' }
  }
}

/** Of a text that the server was given by itself. */
export function noTextFile(path: string): NamedFile {
  return readNamedFile(path, '', undefined, 'write the text')
}

function reasonOf(thrown: unknown): string {
  const code = isRecord(thrown) ? thrown['code'] : undefined
  if (code === 'ENOENT') return 'there is no such file'
  if (code === 'EACCES') return 'it may not be read'
  return typeof code === 'string' ? code : 'it could not be read'
}
