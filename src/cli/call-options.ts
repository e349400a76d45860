import { readFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { InvalidArgumentError } from 'commander'
import type { Language } from '../diagnosis/catalogue.ts'
import { CommandFailure } from './command-failure.ts'
import { readFixedAddress, type FixedAddress } from '../calling/call-names.ts'
import type { Field } from '../calling/call-request.ts'

/** The options of `faultline call` as they are typed. */
export interface CallOptions {
  readonly request?: string
  readonly header?: readonly string[]
  readonly data?: string
  readonly dataJson?: string
  readonly app?: string
  readonly secretEnv?: string
  readonly tokenEnv?: readonly string[]
  readonly insecure?: boolean
  readonly cacert?: string
  readonly resolve?: readonly FixedAddress[]
  readonly dnsServer?: readonly string[]
  readonly connectTimeout: number
  readonly maxTime: number
  readonly maxRedirects: number
  readonly follow: boolean
  readonly output?: string
  readonly har?: string
  readonly json?: boolean
  readonly lang: Language
}

/** For options that may be repeated. */
export function collected<Value>(
  read: (text: string) => Value,
): (text: string, before: readonly Value[] | undefined) => readonly Value[] {
  return (text, before = []) => [...before, read(text)]
}

export function seconds(text: string): number {
  const value = Number(text)
  if (!(value > 0 && value <= longestSeconds))
    throw new InvalidArgumentError(
      `It is a number of seconds, above 0 and at most ${longestSeconds}.`,
    )
  return value
}

const longestSeconds = 3_600

export function redirectCount(text: string): number {
  if (!/^\d{1,3}$/.test(text) || Number(text) > mostRedirects)
    throw new InvalidArgumentError(`It is a whole number from 0 to ${mostRedirects}.`)
  return Number(text)
}

const mostRedirects = 100

export function fixedAddress(text: string): FixedAddress {
  const found = readFixedAddress(text)
  if (found === undefined) throw new InvalidArgumentError('It is HOST:PORT:ADDRESS[,ADDRESS].')
  return found
}

export function nameServer(text: string): string {
  const address = text.replace(/^\[(.*)\](?::\d+)?$/, '$1')
  if (isIP(address) === 0 && isIP(text.replace(/:\d{1,5}$/, '')) === 0)
    throw new InvalidArgumentError('It is an address, or ADDRESS:PORT.')
  return text
}

/** `Name: value`; `Name;` for an empty value, `Name:` to leave out a field, as with curl. */
export interface HeaderWish {
  readonly name: string
  /** undefined: leave the field out. */
  readonly value: string | undefined
}

export function headerWish(text: string): HeaderWish {
  const [, name = '', mark = '', value = ''] = /^([^:;\s]+)\s*([:;])[ \t]*(.*)$/s.exec(text) ?? []
  if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name) || (mark === ';' && value !== ''))
    throw new CommandFailure(`-H ${name || '…'}: a header is "Name: value".`, 2)
  if (/[\r\n\0]/.test(value))
    throw new CommandFailure(`-H ${name}: the value has a line end or a NUL in it.`, 2)
  if (mark === ';') return { name, value: '' }
  return { name, value: value.trim() === '' ? undefined : value.trim() }
}

/** TEXT, @FILE or @- (standard input), as it is. */
export function bodyBytes(data: string): Buffer {
  if (!data.startsWith('@')) return Buffer.from(data)
  const file = data.slice(1)
  return readBounded(file === '-' ? 0 : file, `-d ${data}`, mostBodyBytes)
}

/** As large as the gateway takes by default. */
const mostBodyBytes = 40 * 1_024 * 1_024
const mostPemBytes = 16 * 1_024 * 1_024

export function authorities(file: string | undefined): string {
  if (file === undefined) return ''
  const text = readBounded(file, `--cacert ${file}`, mostPemBytes).toString('latin1')
  if (!text.includes('-----BEGIN CERTIFICATE-----'))
    throw new CommandFailure(`--cacert ${file}: there is no certificate in PEM form in it.`, 2)
  return text
}

function readBounded(file: string | 0, option: string, mostBytes: number): Buffer {
  let bytes: Buffer
  try {
    bytes = readFileSync(file)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    const reason = code === 'ENOENT' ? 'there is no such file' : `it cannot be read (${code})`
    throw new CommandFailure(`${option}: ${reason}.`, 2, { cause: error })
  }
  if (bytes.length > mostBytes)
    throw new CommandFailure(`${option}: it is larger than ${mostBytes / 1_048_576} MiB.`, 2)
  return bytes
}

/** Members of `X-Bkapi-Authorization`, secrets read from the environment; undefined without any. */
export function bkapiAuthorization(
  options: Pick<CallOptions, 'app' | 'secretEnv' | 'tokenEnv'>,
  environment: NodeJS.ProcessEnv,
): { readonly field: Field; readonly secrets: readonly string[] } | undefined {
  const { app, secretEnv, tokenEnv = [] } = options
  if (app === undefined && tokenEnv.length === 0) {
    if (secretEnv !== undefined)
      throw new CommandFailure('--secret-env needs --app: whose secret is it?', 2)
    return undefined
  }
  const members: Record<string, string> = {}
  const secrets: string[] = []
  const take = (member: string, variable: string, option: string): void => {
    const value = environment[variable] ?? ''
    if (value === '')
      throw new CommandFailure(`${option}: the environment variable ${variable} is not set.`, 2)
    members[member] = value
    secrets.push(value)
  }
  if (app !== undefined) {
    members['bk_app_code'] = app
    take('bk_app_secret', secretEnv ?? defaultSecretVariable, '--app')
  }
  for (const word of tokenEnv) {
    const [, member = 'access_token', variable = ''] = tokenWord.exec(word) ?? []
    if (variable === '')
      throw new CommandFailure(
        `--token-env ${word}: it is NAME or FIELD=NAME, with access_token, bk_token or jwt for FIELD.`,
        2,
      )
    take(member, variable, '--token-env')
  }
  return { field: ['X-Bkapi-Authorization', asciiJson(members)], secrets }
}

export const defaultSecretVariable = 'FAULTLINE_APP_SECRET'
const tokenWord = /^(?:(access_token|bk_token|jwt)=)?([A-Za-z_]\w*)$/

/** A header field holds no other characters for sure. */
function asciiJson(value: unknown): string {
  return JSON.stringify(value).replaceAll(
    /[^\u0020-\u007e]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
