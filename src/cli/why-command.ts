import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { Command } from 'commander'
import type { Language } from '../diagnosis/catalogue.ts'
import type { TextDiagnosis } from '../diagnosis/transcripts/diagnose-text.ts'
import type { Fault } from '../model/attribution.ts'
import { codeOf } from '../model/reason.ts'
import { CommandFailure } from './command-failure.ts'
import { addServerOptions, type ServerOptions } from './server-client.ts'
import { languageOption } from './terminal-language.ts'

interface WhyOptions extends ServerOptions {
  readonly json?: boolean
  readonly lang: Language
}

/** `faultline why ID|FILE|-`: who answered, whose fault it is, who must act. A text is judged here, on
 *  this machine; only a request id asks the server. What is heavy is loaded when it is needed. */
export function whyCommand(): Command {
  const command = new Command('why')
    .description('tell who answered a request, whose fault a failure is and who must act')
    .argument('<id|file|->', 'a request id, a file with a pasted response, or - for standard input')
    .option('--json', 'print JSON')
    .addOption(languageOption())
    .addHelpText('after', whyHelp)
  return addServerOptions(command).action(async (subject: string, options: WhyOptions) => {
    const diagnosis = await diagnosisOf(subject, options)
    await print(diagnosis, options)
    process.exitCode = exitCodes[diagnosis.verdict.fault]
  })
}

const whyHelp = `
A text may be raw HTTP, the output of curl -i or curl -v, wget or httpie, a HAR, a bare page or JSON.
Exit codes: 0 nothing is wrong; at fault: 10 client, 11 gateway, 12 network, 13 access layer,
14 service, 15 unsure; 1 the tool failed, 2 bad usage.`

export const exitCodes: Readonly<Record<Fault, number>> = {
  none: 0,
  client: 10,
  gateway: 11,
  network: 12,
  access_layer: 13,
  service: 14,
  unsure: 15,
}

async function diagnosisOf(subject: string, options: WhyOptions): Promise<TextDiagnosis> {
  const text = subject === '-' ? await standardInput() : await fileText(subject)
  if (text === undefined) return await diagnosisOfId(subject, options)
  if (madeRequestId.test(text.trim())) return await diagnosisOfId(text.trim(), options)
  if (text.trim() === '')
    throw new CommandFailure('The text is empty: paste a response, or give a request id.', 2)
  const { diagnoseText } = await import('../diagnosis/transcripts/diagnose-text.ts')
  return diagnoseText(text, options.lang)
}

async function standardInput(): Promise<string> {
  return await limitedText(process.stdin, 'Standard input')
}

/** Larger texts are no pastes; reading one could fill the memory. */
const longestTextBytes = 64 * 1024 * 1024

async function limitedText(source: AsyncIterable<Uint8Array>, name: string): Promise<string> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of source) {
    bytes += chunk.length
    if (bytes > longestTextBytes)
      throw new CommandFailure(
        `${name} is larger than 64 MiB: cut out the exchange that failed.`,
        2,
      )
    chunks.push(chunk)
  }
  return decoded(Buffer.concat(chunks))
}

/** UTF-8, or UTF-16 as `>` of Windows PowerShell writes it, with or without its mark. */
function decoded(bytes: Buffer): string {
  const [first, second] = bytes
  const isBigEndian = (first === 0xfe && second === 0xff) || (first === 0 && second !== 0)
  const isLittleEndian = (first === 0xff && second === 0xfe) || (first !== 0 && second === 0)
  const encoding = isBigEndian ? 'utf-16be' : isLittleEndian ? 'utf-16le' : 'utf-8'
  return new TextDecoder(encoding).decode(bytes)
}

/** The text of a file, or of a pipe with a name as shells make for `<(curl -i ...)`; undefined where
 *  there is no such file. */
async function fileText(path: string): Promise<string | undefined> {
  const found = await stat(path).catch((error: unknown) => {
    const code = codeOf(error)
    if (!noSuchFile.has(code)) throw unreadable(path, code, error)
    return undefined
  })
  if (found !== undefined && !found.isDirectory())
    return await limitedText(createReadStream(path), path).catch((error: unknown) => {
      if (error instanceof CommandFailure) throw error
      throw unreadable(path, codeOf(error), error)
    })
  if (!requestId.test(path))
    throw new CommandFailure(`There is no file "${path}", and it is no request id.`, 2)
  return undefined
}

const noSuchFile: ReadonlySet<string> = new Set(['ENOENT', 'ENOTDIR', 'ENAMETOOLONG'])

function unreadable(path: string, code: string, cause: unknown): CommandFailure {
  return new CommandFailure(
    `${path} cannot be read (${code}): check its permissions, or paste it: faultline why -`,
    1,
    { cause },
  )
}

const requestId = /^[\w.:-]{1,128}$/
/** As the gateway makes them; an id of the caller's own could be any word of a text. */
const madeRequestId = /^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/i

async function diagnosisOfId(id: string, options: WhyOptions): Promise<TextDiagnosis> {
  const { flowDiagnosis } = await import('./flow-diagnosis.ts')
  return await flowDiagnosis(id, options)
}

async function print(diagnosis: TextDiagnosis, { json, lang }: WhyOptions): Promise<void> {
  if (json === true) {
    process.stdout.write(`${JSON.stringify(diagnosis, null, 2)}\n`)
    return
  }
  const { diagnosisText } = await import('./verdict-text.ts')
  const { verdict, hops, record, not_seen: notSeen } = diagnosis
  const { detectedText } = await import('./detected-text.ts')
  const readAs = record === null ? detectedText(diagnosis, lang) : ''
  process.stdout.write(diagnosisText({ verdict, hops, record, notSeen, language: lang, readAs }))
}
