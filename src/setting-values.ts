import { readFileSync } from 'node:fs'
import { isIP } from 'node:net'

/** One setting: its names, its default, and what its text means. */
export interface Setting<Value> {
  /** null: environment only. Of secrets, because a command line is visible to every user of the machine;
   *  and of what is written once for a deployment. */
  readonly flag: string | null
  readonly argument: string
  readonly environment: string
  /** Text as a user would write it. */
  readonly default: string
  readonly help: string
  /** Throws an Error that says what the text should look like. */
  read(text: string): Value
}

export function setting<Value>(entry: Setting<Value>): Setting<Value> {
  return entry
}

/** What the text of an option or variable means. Each throws a sentence that follows the option's name. */
export interface HostPort {
  /** IPv6 without brackets. */
  readonly host: string
  readonly port: number
}

export function nonEmpty(text: string): string {
  if (text === '') throw new Error('must not be empty.')
  return text
}

export function hostPort(text: string): HostPort {
  const match = /^(?:\[([0-9A-Fa-f:.]+)\]|([^:[\]/\s]+)):(\d{1,5})$/.exec(text)
  const host = match?.[1] ?? match?.[2] ?? ''
  const port = Number(match?.[3])
  const isWellFormed = match?.[1] === undefined || isIP(host) === 6
  if (match === null || !isWellFormed || port > 65_535) {
    throw new Error(`"${text}" is not HOST:PORT, like 127.0.0.1:8800, 0.0.0.0:80 or [::1]:8800.`)
  }
  return { host, port }
}

/** The message never repeats the value: it may hold a password. */
export function databaseUrl(text: string): string {
  if (text === '') return ''
  const url = URL.parse(text)
  const isPostgres = url !== null && /^postgres(ql)?:$/.test(url.protocol)
  const hasHost = isPostgres && (url.host !== '' || url.searchParams.has('host')) // ?host=/run/postgresql
  if (!hasHost) throw new Error('must be an address like postgres://user@host:5432/name.')
  return text
}

export function wholeNumber(text: string, least: number, most: number): number {
  const value = Number(text)
  if (!/^\d{1,9}$/.test(text) || value < least || value > most) {
    throw new Error(`"${text}" is not a whole number from ${least} to ${most}.`)
  }
  return value
}

export function networks(text: string): readonly string[] {
  return listOf(text, isNetwork, 'address or network, like 10.0.0.0/8, 192.0.2.7 or fd00::/8.')
}

export function nameServers(text: string): readonly string[] {
  const isServer = (part: string): boolean => isIP(part) !== 0 || isAddressPort(part)
  return listOf(text, isServer, 'address, like 192.0.2.53, 192.0.2.53:5353 or [fd00::53]:53.')
}

function listOf(text: string, isValid: (part: string) => boolean, wanted: string): string[] {
  const list = text.split(/[,\s]+/).filter((part) => part !== '')
  const wrong = list.find((part) => !isValid(part))
  if (wrong !== undefined) throw new Error(`"${wrong}" is no ${wanted}`)
  return list
}

function isAddressPort(text: string): boolean {
  const match = /^(?:\[([0-9A-Fa-f:.]+)\]|([\d.]+)):(\d{1,5})$/.exec(text)
  return isIP(match?.[1] ?? match?.[2] ?? '') !== 0 && Number(match?.[3]) <= 65_535
}

function isNetwork(text: string): boolean {
  const [address = '', prefix, ...rest] = text.split('/')
  const family = isIP(address)
  if (family === 0 || rest.length > 0) return false
  if (prefix === undefined) return true
  return /^\d{1,3}$/.test(prefix) && Number(prefix) <= (family === 4 ? 32 : 128)
}

export function hostTemplate(text: string): string {
  if (text !== '' && !/^\{gateway\}(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$/i.test(text)) {
    throw new Error(`"${text}" must begin with {gateway} and a dot, like {gateway}.example.com.`)
  }
  return text.toLowerCase()
}

/** A token of RFC 9651 section 3.3.4, which is what Proxy-Status wants as its member name. */
export function proxyName(text: string): string {
  if (!/^[A-Za-z*][!#$%&'*+\-.^_`|~:/0-9A-Za-z]{0,63}$/.test(text)) {
    throw new Error(
      `"${text}" must begin with a letter and hold only letters, digits and . - _ : /.`,
    )
  }
  return text
}

export function nodeName(text: string): string {
  if (!/^[\w.:-]{1,128}$/.test(text)) {
    throw new Error(`"${text}" must be 1 to 128 letters, digits, dots, colons, - and _.`)
  }
  return text
}

export function publicUrl(text: string): string {
  if (text === '') return ''
  const url = URL.parse(text)
  const isUsable = url !== null && /^https?:$/.test(url.protocol) && url.username === ''
  if (!isUsable || url.search !== '' || url.hash !== '') {
    throw new Error(`"${text}" is no http or https address, like https://faultline.example.com.`)
  }
  return url.href.replace(/\/$/, '')
}

export function trueOrFalse(text: string): boolean {
  if (text !== 'true' && text !== 'false') throw new Error(`"${text}" must be true or false.`)
  return text === 'true'
}

export type GatewayCreation = 'administrators' | 'everyone'

export function gatewayCreation(text: string): GatewayCreation {
  if (text === 'administrators' || text === 'everyone') return text
  throw new Error(`"${text}" must be administrators or everyone.`)
}

export function logFormat(text: string): 'text' | 'json' {
  if (text !== 'text' && text !== 'json') throw new Error(`"${text}" must be text or json.`)
  return text
}

/** The message never repeats the value: it may be a mistyped secret. */
export function adminToken(text: string): string {
  if (text !== '' && !/^[\u0021-\u007e]{20,512}$/.test(text)) {
    throw new Error('must be 20 to 512 printable ASCII characters without spaces.')
  }
  return text
}

/** The message never repeats the value: it may hold a password. */
export function smtpUrl(text: string): string {
  if (text === '') return ''
  const url = URL.parse(secretText(text))
  const isUsable = url !== null && /^smtps?:$/.test(url.protocol) && url.hostname !== ''
  if (isUsable) return url.href
  throw new Error(
    'must be an address like smtp://user:password@host:587 or smtps://host, or @/path of a file that holds one.',
  )
}

export function mailAddress(text: string): string {
  if (text === '' || /^(?:[^<>\r\n]* )?<?[^\s@<>,;"]+@[^\s@<>,;"]+>?$/.test(text)) return text
  throw new Error(`"${text}" is no e-mail address, like faultline@example.com.`)
}

/** Codes and tokens pass there, so plain http is for providers on this machine only. */
export function issuerUrl(text: string): string {
  if (text === '') return ''
  const url = URL.parse(text)
  const isHere = url !== null && /^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname)
  const isUsable = url?.protocol === 'https:' || (url?.protocol === 'http:' && isHere)
  if (!isUsable || url.search !== '' || url.hash !== '' || url.username !== '') {
    throw new Error(`"${text}" is no https address, like https://login.example.com/realms/company.`)
  }
  return text
}

/** The message never repeats the value. */
export function secretText(text: string): string {
  if (!text.startsWith('@')) return text
  try {
    return readFileSync(text.slice(1), 'utf8').trim()
  } catch {
    throw new Error(`the file ${text.slice(1)} cannot be read.`)
  }
}

export function scopes(text: string): string {
  const words = text.split(/\s+/)
  if (!words.includes('openid')) throw new Error(`"${text}" must hold openid.`)
  return words.join(' ')
}

/** Of a name or an address, in brackets or not. */
export function isLoopback(name: string): boolean {
  const host = name.replace(/^\[(.*)\]$/, '$1')
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'))
}
