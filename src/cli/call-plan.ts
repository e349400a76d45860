import type { Bilingual } from '../model/bilingual.ts'
import { credentialsField } from '../model/answer-marks.ts'
import { CommandFailure } from './command-failure.ts'
import {
  authorities,
  bkapiAuthorization,
  bodyBytes,
  headerWish,
  type CallOptions,
} from './call-options.ts'
import { fieldOf, hasField, type CallRequest, type Field } from '../calling/call-request.ts'
import { SecretMask } from '../calling/call-secrets.ts'
import { maskMembers } from '../calling/request-members.ts'

/** What is to be sent, as the words and options ask for it, and the secrets in it. */
export interface CallPlan {
  readonly request: CallRequest
  readonly mask: SecretMask
  /** PEM of further authorities. */
  readonly ca: string
  /** What is odd about the call before it is made. */
  readonly notes: readonly Bilingual[]
}

export function planCall(
  words: readonly string[],
  options: CallOptions,
  environment: NodeJS.ProcessEnv,
): CallPlan {
  const { method, address } = readWords(words, options)
  const mask = new SecretMask()
  const url = readAddress(address)
  const fields = fieldsOf(options, url, environment, mask)
  url.username = ''
  url.password = ''
  const request = { method, url, fields, body: bodyOf(options) }
  maskMembers(mask, request)
  const notes = [...bodyNotes(request), ...proxyNotes(url, environment)]
  return { request, mask, ca: authorities(options.cacert), notes }
}

function readWords(
  words: readonly string[],
  options: CallOptions,
): { readonly method: string; readonly address: string } {
  const [first = '', second] = words
  if (words.length > 2)
    throw new CommandFailure(
      `"${words[2]}" is one word too many: faultline call [METHOD] URL. Quote what holds blanks.`,
      2,
    )
  const hasBody = options.data !== undefined || options.dataJson !== undefined
  const asked = options.request ?? (second === undefined ? undefined : first)
  if (second === undefined && /^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)$/.test(first))
    throw new CommandFailure(`${first} of which address? faultline call [METHOD] URL.`, 2)
  if (options.request !== undefined && second !== undefined)
    throw new CommandFailure(`The method is given twice: ${first} and -X ${options.request}.`, 2)
  const method = asked ?? (hasBody ? 'POST' : 'GET')
  if (!/^[A-Za-z][\w-]{0,39}$/.test(method))
    throw new CommandFailure(`"${method}" is no method: faultline call [METHOD] URL.`, 2)
  if (method.toUpperCase() === 'CONNECT')
    throw new CommandFailure(
      'CONNECT opens a tunnel through a proxy, which this command does not.',
      2,
    )
  // methods are case sensitive (RFC 9110 section 9.1), but nobody means `get`
  return { method: method.toUpperCase(), address: second ?? first }
}

/** `http://` where no scheme is given, as with curl. */
function readAddress(text: string): URL {
  const whole = /^[a-z][a-z\d+.-]*:\/\//i.test(text) ? text : `http://${text}`
  if (!URL.canParse(whole) || /^[^:]+:\/\/\//.test(whole))
    throw new CommandFailure(`"${text}" is no address. Write it as http://HOST[:PORT]/PATH.`, 2)
  const url = new URL(whole)
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new CommandFailure(`${url.protocol}// is neither http:// nor https://.`, 2)
  return url
}

function fieldsOf(
  options: CallOptions,
  url: URL,
  environment: NodeJS.ProcessEnv,
  mask: SecretMask,
): readonly Field[] {
  const wishes = (options.header ?? []).map(headerWish)
  const typed = wishes.flatMap(({ name, value }): Field[] =>
    value === undefined ? [] : [[name, value]],
  )
  const isNamed = ([name]: Field): boolean =>
    wishes.some((wish) => wish.name.toLowerCase() === name.toLowerCase())
  const own = [...defaultFields(options), ...basicOf(url)].filter((field) => !isNamed(field))
  const identity = bkapiAuthorization(options, environment)
  if (identity !== undefined && hasField(typed, credentialsField.toLowerCase()))
    throw new CommandFailure(
      `-H ${credentialsField} and --app or --token-env exclude each other: which of them is meant?`,
      2,
    )
  for (const secret of identity?.secrets ?? []) mask.add(secret)
  if (url.password !== '') mask.add(decoded(url.password))
  const fields = [...own, ...(identity === undefined ? [] : [identity.field]), ...typed]
  for (const [name, value] of fields) mask.addField(name, value)
  return fields
}

function defaultFields({ data, dataJson }: CallOptions): Field[] {
  return [
    ['User-Agent', 'faultline-call'],
    ['Accept', dataJson === undefined ? '*/*' : 'application/json'],
    ...(dataJson === undefined ? [] : ([['Content-Type', 'application/json']] as const)),
    ...(data === undefined
      ? []
      : ([['Content-Type', 'application/x-www-form-urlencoded']] as const)), // as curl's -d
  ]
}

/** `http://user:password@host/` (RFC 7617). */
function basicOf({ username, password }: URL): Field[] {
  if (username === '' && password === '') return []
  const pair = `${decoded(username)}:${decoded(password)}`
  return [['Authorization', `Basic ${Buffer.from(pair).toString('base64')}`]]
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text // a % of its own
  }
}

function bodyOf({ data, dataJson }: CallOptions): Buffer | undefined {
  if (data !== undefined && dataJson !== undefined)
    throw new CommandFailure('-d and --data-json exclude each other.', 2)
  const given = data ?? dataJson
  return given === undefined ? undefined : bodyBytes(given)
}

/** Half of all 415 are this. */
function bodyNotes({ fields, body }: CallRequest): Bilingual[] {
  const isForm = fieldOf(fields, 'content-type').startsWith('application/x-www-form-urlencoded')
  const looksLikeJson = body !== undefined && /^\s*[[{]/.test(body.toString('latin1', 0, 64))
  return isForm && looksLikeJson
    ? [
        [
          'the body looks like JSON but is called a form: --data-json sets the Content-Type',
          '请求体像 JSON 却声明为表单：用 --data-json 可设置 Content-Type',
        ],
      ]
    : []
}

/** curl and most libraries would go through the proxy; then another machine makes the connection. */
function proxyNotes({ protocol }: URL, environment: NodeJS.ProcessEnv): Bilingual[] {
  const names = protocol === 'https:' ? ['https_proxy', 'HTTPS_PROXY'] : ['http_proxy']
  const set = [...names, 'all_proxy', 'ALL_PROXY'].find((name) => (environment[name] ?? '') !== '')
  return set === undefined
    ? []
    : [
        [
          `${set} is set: curl may use that proxy; this command calls the address itself`,
          `设置了 ${set}：curl 可能使用该代理；本命令直接调用该地址`,
        ],
      ]
}
