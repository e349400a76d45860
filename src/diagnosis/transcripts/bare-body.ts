import { objectOf, textOf } from '../gateway-mark.ts'
import { joined } from './body-alone.ts'
import { isJson, objectTextAt } from './json-pieces.ts'
import { jsonOfLooseObject } from './loose-object.ts'
import { pageOfRenderedText } from './rendered-pages.ts'
import { statusInWords } from './status-in-words.ts'
import { callsItselfError, outcomeInBody, statusOfBody } from './status-of-body.ts'
import { unescapedSource } from './text-escapes.ts'
import { emptyHop, responseOnly, type HopDraft } from './transcript.ts'

/** A body without its header: the page or JSON itself often tells the status, else the words around it. */
export function readBareBody(text: string): HopDraft | undefined {
  const found = bodyIn(text.trim())
  if (found === undefined) return undefined
  const body = innerJson(found.body)
  const isSuccess = outcomeInBody(body) === 'succeeded'
  const status = statusOfBody(body) || (isSuccess ? 0 : statusInWords(found.around))
  const response = responseOnly(status || successOf(body), body)
  if (found.isQuoted === true) response.isQuoted = true
  if (status === 0 && response.status !== 0) response.statusUnseen = true
  return { ...emptyHop(), response }
}

interface FoundBody {
  readonly body: string
  /** What stands before and behind it: commands, sentences, a log's fields. */
  readonly around: string
  readonly isQuoted?: true
}

function bodyIn(text: string): FoundBody | undefined {
  if (objectOf(text) !== undefined) return { body: text, around: '' }
  const page = pageOfRenderedText(text)
  if (page !== undefined) return { body: page, around: '' }
  const start = startOf(text)
  if (start === -1) return membersIn(text) ?? endOfPage(text)
  const before = text.slice(0, start)
  const rest = text.slice(start)
  const body = endingAt(rest, endOf(rest))
  const found = foundBody(readable(body), `${before}\n${rest.slice(body.length)}`)
  return found !== undefined && inProgram.test(before) ? { ...found, isQuoted: true } : found
}

/** `reply(502, \``, `ngx.say([[`, `json=`, `"""`: what a program compares or would send is no answer that came. */
const inProgram =
  /(?:[=([\x60]|"""|\w\([^\n]{0,200},|: \||\b(?:example|value|content|body|data)["']?\s*[:=])\s*["'\x60]?\s*$/

/** A page whose beginning was cut off, in the middle of a text or a style. */
function endOfPage(text: string): FoundBody | undefined {
  const end = /<\/(?:body|html|pre|center)>/i.exec(text)
  return end === null ? undefined : { body: text, around: '' }
}

/** The members of an object whose first line was cut off. Lines of a log have no commas at their ends. */
function membersIn(text: string): FoundBody | undefined {
  const lines = text.split('\n')
  const isMember = (line: string): boolean => /^\s*["']?\w+["']?\s*:\s*\S/.test(line)
  const start = lines.findIndex(isMember)
  const members = lines.filter(isMember)
  if (members.some((line) => /"statusText"\s*:/.test(line))) return undefined // of a HAR
  if (members.length < 2 || !members.some((line) => /,\s*$/.test(line))) return undefined
  const body = `{${lines.slice(start).join('\n').trimEnd()}`
  return foundBody(readable(body.endsWith('}') ? body : `${body}}`), '')
}

function foundBody(body: string | undefined, around: string): FoundBody | undefined {
  return body === undefined ? undefined : { body, around }
}

/** A page or an object at the beginning of a line, else within one. */
function startOf(text: string): number {
  const atLine = text.search(
    /^[ \t]*(?:<!doctype|<html|<\/?head>|<body[ >]|<\?xml|<title>|<h1>|<center>|<hr>|\{\s*["']|\[\s*\{|map\[\w+:|\{\s*\w+\s*[:=])/im,
  )
  if (atLine === -1)
    return text.search(
      /<!doctype html|<html[ >]|<\?xml |\{\\*"|\{'\w|\[\{"|map\[\w+:\S|\{\w+[:=] ?\S/i,
    )
  // a page that begins within a line goes on with tags at the beginning of the next ones
  const page = text.slice(0, atLine).search(/<!doctype html|<html[ >]/i)
  return page !== -1
    ? page
    : atLine + (/^[ \t]*/.exec(text.slice(atLine, atLine + 1_000))?.[0].length ?? 0)
}

function endOf(body: string): number {
  if (body.startsWith('{')) return objectTextAt(body, 0).length
  if (body.startsWith('<')) return body.search(/(?<=<\/html>)/i)
  return -1
}

function endingAt(text: string, end: number): string {
  return end <= 0 ? text.trimEnd() : text.slice(0, end)
}

/** JSON of whatever was printed: broken by a terminal, escaped in a string, or in a language's own
 *  notation. Programs print objects of all kinds so: only an error is the body of an answer. */
function readable(body: string): string | undefined {
  const plain = joined(body)
  if (plain.startsWith('<')) return unescapedPage(plain)
  if (objectOf(plain) !== undefined) return plain
  const unescaped = /\\[rn"']/.test(body) ? unescapedSource(body) : body
  if (objectOf(unescaped) !== undefined) return unescaped
  const json = jsonOfLooseObject(body) ?? jsonOfLooseObject(body.replace(/[,\s]*$/, '}')) // its end was cut off
  if (json !== undefined)
    return statusOfBody(json) !== 0 || callsItselfError(json) ? json : undefined
  return /^(?:\{\s*"|\[)/.test(body) ? plain : undefined
}

function unescapedPage(page: string): string {
  return /\\r?\\n|\\["']/.test(page) ? unescapedSource(page) : page
}

/** `{"error": "{…}"}`: a log or a client that wrapped the whole answer, and nothing else. */
function innerJson(body: string): string {
  const outer = objectOf(body)
  const values = outer === undefined ? [] : Object.values(outer)
  const inner = textOf(values[0])
  if (values.length !== 1) return body
  return objectOf(inner) === undefined ? body : inner
}

/** JSON that calls itself no failure comes with a success; of anything else the status is not known, nor
 *  where there is nothing but a sentence or a code, with which most frameworks refuse. */
export function successOf(body: string): number {
  const outcome = outcomeInBody(body)
  if (!isJson(body) || (outcome !== 'succeeded' && outcome !== 'silent')) return 0
  const entries = Object.entries(objectOf(body) ?? {})
  const tellsNothing = ([name, value]: [string, unknown]): boolean =>
    sentences.has(name) || (codes.has(name) && !/^(?:0+|200|ok|success)$/i.test(String(value)))
  return entries.length > 0 && entries.every(tellsNothing) ? 0 : 200
}

const codes = new Set(['code', 'error_code', 'errcode', 'errorCode', 'bk_error_code', 'code_name'])

const sentences = new Set(['detail', 'details', 'message', 'msg', 'title', 'description', 'reason'])
