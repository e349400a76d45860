import { objectOf } from '../gateway-mark.ts'
import { objectTextAt } from './json-pieces.ts'
import type { ResponseDraft } from './transcript.ts'

/** The body of a response without the sentences that a person wrote behind it. */
export function bodyAlone({ headers, body }: ResponseDraft): string {
  const text = joined(body.trim())
  if (text.startsWith('{')) return jsonAlone(text)
  if (/^<(?:!doctype|html)/i.test(text)) return pageAlone(text)
  const promised = Number(headers.find(([name]) => /^content-length$/i.test(name))?.[1])
  return promised > 0 && !/^[<[]/.test(text) ? firstBytes(text, promised) : text
}

/** JSON that a terminal wrapped parses once its line ends are gone. */
export function joined(body: string): string {
  if (!body.startsWith('{') || objectOf(body) !== undefined) return body
  const oneLine = body.replaceAll('\n', '')
  return objectOf(oneLine) === undefined ? body : oneLine
}

function jsonAlone(text: string): string {
  if (objectOf(text) !== undefined) return text
  const inner = joined(objectTextAt(text, 0))
  return objectOf(inner) === undefined ? text : inner
}

/** Comments behind a page belong to it; sentences do not. */
function pageAlone(text: string): string {
  const end = text.search(/(?<=<\/html>)/i)
  return end === -1 || text.slice(end).includes('<') ? text : text.slice(0, end)
}

/** A short plain text is as long as its header says. */
function firstBytes(text: string, promised: number): string {
  const bytes = new TextEncoder().encode(text.slice(0, promised + 1))
  return bytes.length <= promised || promised > longestPlainText
    ? text
    : new TextDecoder().decode(bytes.slice(0, promised)).trimEnd()
}

const longestPlainText = 2_000
