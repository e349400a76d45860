import { readFile } from 'node:fs/promises'
import { createSecureContext } from 'node:tls'
import { codeOf } from '../model/reason.ts'
import { StartProblem } from './start-problem.ts'

/** The certificate and key of an https gateway, read and tried once, so that a wrong file is known
 *  at the start and not at the first caller. undefined: plain http. */
export async function readTlsFiles(
  certificateFile: string,
  keyFile: string,
): Promise<{ readonly cert: string; readonly key: string } | undefined> {
  if (certificateFile === '') return undefined
  const cert = await textOf('--tls-certificate', certificateFile)
  const key = await textOf('--tls-key', keyFile)
  try {
    createSecureContext({ cert, key })
  } catch (error) {
    throw new StartProblem(
      `--tls-certificate ${certificateFile} and --tls-key ${keyFile} do not fit together or are not PEM (${codeOf(error)}). Check both files.`,
      { cause: error },
    )
  }
  return { cert, key }
}

async function textOf(flag: string, file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    throw new StartProblem(`${flag} ${file} cannot be read (${codeOf(error)}).`, { cause: error })
  }
}
