import { withoutFrames } from './line-frames.ts'
import { withLineEnds, withoutEscapes, withoutQuotes } from './text-escapes.ts'
import { unwrapped } from './wrapped-lines.ts'

/** Undoes what happens to a text on its way into a form: line ends, colours, HTML escapes, quotes,
 *  indentation, a terminal's line breaks, a prompt glued to its end. */
export function cleanText(pasted: string): string {
  const plain = withPlainCharacters(pasted)
  const unquoted = withoutQuotes(withoutEscapes(plain))
  const lines = unwrapped(withoutFrames(withoutEscapes(unquoted)))
  return withoutPrompt(withLineEnds(withoutQuotes(lines)))
}

function withPlainCharacters(pasted: string): string {
  return withoutZeros(pasted)
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(terminalCodes, '')
    .replaceAll(shownColours, '')
    .replaceAll(/[\u200b-\u200f\u2060\ufeff]/g, '') // left by web pages and editors
    .replaceAll(/[\u00a0\u3000]/g, ' ')
    .replaceAll(/[\u201c\u201d](?=\s*[:,}\]])|(?<=[:,{[]\s?)[\u201c\u201d]/g, '"') // an editor's
}

/** UTF-16, as PowerShell 5 writes files, that somebody read as UTF-8: a zero beside every character, and
 *  a mark before the first that is no UTF-8. */
function withoutZeros(text: string): string {
  if (!text.slice(0, 8).includes('\u0000')) return text
  return text.replaceAll('\u0000', '').replace(/^\ufffd{1,2}/, '')
}

/** Colours and titles. */
const terminalCodes =
  // oxlint-disable-next-line no-control-regex -- terminals colour with the escape character
  /\u001b\[[\d;?]*[A-Za-z]|\u001b\][^\u0007\u001b\n]*(?:\u0007|\u001b\\)|\u001b[()][A-B0]/g

/** Colours whose escape character became text: `^[[31m`, `\x1b[0m`. */
const shownColours = /(?:\^\[|\\x1[bB]|\\u001[bB]|\\033|\\e|\u241b)\[[\d;]*m/g

/** `{"code":1}root@web-1:~# `; only the end of the text is looked at, which bounds the time. */
function withoutPrompt(text: string): string {
  const end = text.slice(-promptChars)
  return text.slice(0, -promptChars) + end.replace(prompt, '')
}

const promptChars = 200
const prompt =
  /(?:\[\S+@\S+ [^\]\n]*\][#$]|[\w.-]+@[\w.-]+:[^\s#$]*[#$]|PS [A-Za-z]:\\[^>\n]*>|(?<=[}>])[$#%])[ \t]*\n*$/
