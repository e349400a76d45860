import { readFileSync } from 'node:fs'
import type { DefinitionText } from '../definition/definition-source.ts'
import { pathBeside } from '../definition/named-file.ts'
import { notUtf8, utf8Text } from '../definition/utf8-text.ts'
import { CommandFailure } from './command-failure.ts'

/** Definition files as the command line names them, and the files that they name themselves. */
export function readDefinitionFiles(files: readonly string[]): readonly DefinitionText[] {
  return files.map((file) => ({ file, text: textOf(file) }))
}

/** Paths in a definition are relative to its own folder. */
export function readReferencedFile(path: string, from: string): string {
  return readFileSync(pathBeside(path, from), 'utf8')
}

function textOf(file: string): string {
  const read = utf8Text(bytesOf(file))
  if (read.ok) return read.text
  const { line, column } = read
  throw new CommandFailure(`${file}:${line}:${column}: ${notUtf8.message}. ${notUtf8.hint}`, 2)
}

function bytesOf(file: string): Buffer {
  try {
    return readFileSync(file)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    const reason = reasons[code] ?? `it cannot be read (${code})`
    throw new CommandFailure(`${file}: ${reason}.`, 2, { cause: error })
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder; name the files in it',
  EACCES: 'this user may not read it',
}
