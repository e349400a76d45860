import { membersOf, type JsonObject } from '../answer-members.ts'
import { objectOf } from '../gateway-mark.ts'
import { objectTextAt } from './json-pieces.ts'
import { proxyLineOf } from './proxy-log.ts'
import { emptyHop, responseWith, type HopDraft } from './transcript.ts'

/** JSON lines of a log, which are no body of an answer: of a proxy's, the last failure; of any other program's,
 *  nothing. undefined where the text is no log. */
export function readLogLines(text: string): HopDraft[] | undefined {
  const objects = objectsIn(endOf(text))
  if (objects.length === 0 || !objects.every(isLogLine)) return undefined
  const failures = objects.flatMap((line) => hopOf(line) ?? [])
  return failures.slice(-1)
}

function objectsIn(text: string): JsonObject[] {
  const found: JsonObject[] = []
  const start = /\{\s*"/g
  let bad = 0
  for (let match = start.exec(text); match !== null; match = start.exec(text)) {
    const piece = objectTextAt(text, match.index)
    const object = objectOf(piece)
    if (object !== undefined) {
      found.push(object)
      start.lastIndex = match.index + piece.length
    } else if (++bad > mostBroken) return []
  }
  return found
}

const mostBroken = 5

/** The last lines count; the limit bounds the time. */
function endOf(text: string): string {
  const end = text.slice(-longestLog)
  if (end === text) return text
  return end.slice(Math.max(end.search(/(?<=[\n}])\{\s*"/), 0))
}

const longestLog = 262_144

function isLogLine(line: JsonObject): boolean {
  const members = membersOf(line)
  const has = (names: readonly string[]): boolean => names.some((name) => members.has(name))
  return (has(levels) && has(times) && has(messages)) || proxyLineOf(line) !== undefined
}

const levels = ['level', 'lvl', 'severity', 'loglevel', 'levelname', 'log.level']
const times = ['ts', 'time', 'timestamp', '@timestamp', 'datetime', 'asctime', 't']
const messages = ['msg', 'message', 'event', 'logger', 'caller']

function hopOf(line: JsonObject): HopDraft | undefined {
  const proxy = proxyLineOf(line)
  if (proxy?.answer === undefined) return undefined
  return {
    ...emptyHop(),
    method: proxy.method,
    url: proxy.path,
    response: { ...responseWith(proxy.status, '', false), logged: proxy.answer },
  }
}
