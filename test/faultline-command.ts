import { execFile } from 'node:child_process'
import { programWords } from './program-words.ts'

export interface CommandOutcome {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** Runs one command to its end: in English where neither `--lang` nor `variables` say otherwise, with nothing
 *  on its standard input. Not synchronous: the server that it asks may run in this process. */
export async function faultline(
  words: readonly string[],
  variables: Readonly<Record<string, string>> = {},
): Promise<CommandOutcome> {
  const own = { LC_ALL: 'C', NO_COLOR: '1', FAULTLINE_TOKEN: 'x'.repeat(20) }
  const env = { ...process.env, ...own, ...variables }
  const { promise, resolve } = Promise.withResolvers<CommandOutcome>()
  const options = { env, timeout: longestMs, maxBuffer: mostOutputBytes }
  const child = execFile(
    process.execPath,
    [...programWords, ...words],
    options,
    (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr })
    },
  )
  child.stdin?.end()
  return await promise
}

const longestMs = 20_000
/** An imported document of 3 MB is printed with its schemas. */
const mostOutputBytes = 16 * 1_024 * 1_024
