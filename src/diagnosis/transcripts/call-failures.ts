import type { CallFailure } from './transcript.ts'
import type { VerdictKey } from '../finding.ts'
import { maskSecrets } from '../mask-secrets.ts'
import { failurePhrases } from './failure-phrases.ts'

/** `curl: (7) Failed to connect …` and the same in browsers, wget, httpie and the clients of languages.
 *  undefined where the line tells of no failed call. */
export function failureOf(line: string): CallFailure | undefined {
  // masked before it is shortened: a value without its name cannot be told from others
  const says = maskSecrets(line.trim().slice(0, longestLine))
  const curl = /^curl: \((\d+)\)\s*(.*)$/.exec(says)
  if (curl !== null) return curlFailure(Number(curl[1]), curl[2] ?? '', says)
  for (const [pattern, key] of failurePhrases) {
    const found = pattern.exec(says)
    if (found !== null) return { key, says: around(says, found.index) }
  }
  return undefined
}

/** Of curl's many notes, those that tell of a failure. `SSL certificate verify ok` and `CAfile` do not. */
export function isFailureNote(note: string): boolean {
  return failureNote.test(note)
}

const failureNote =
  /Could not resolve|Connection refused|No route to host|Network is unreachable|timed out|Empty reply|reset by peer|Failed to connect|SSL certificate problem|subject name|wrong version number|TLS alert, (?!close notify)|alert (?:handshake|certificate|unknown)|SSL_connect|SSL_read|Recv failure|Send failure|was not closed cleanly|transfer closed with|end of response with|Failure writing|Maximum file size|Maximum \(\d+\) redirects|tunnel failed|from proxy after CONNECT|Broken pipe|HTTP\/0\.9 when not allowed|hexadecimal sequence in chunked|chunk hex-length/i

/** Longer lines (a whole page in one) hold no sentence of a program. */
const longestLine = 1_000
const shownChars = 200

/** The part of a long line that tells: some programs quote the whole address before it. */
function around(line: string, index: number): string {
  if (line.length <= shownChars) return line
  const start = Math.max(0, Math.min(index - 60, line.length - shownChars))
  return `${start > 0 ? '…' : ''}${line.slice(start, start + shownChars)}`
}

function curlFailure(code: number, words: string, line: string): CallFailure {
  const says = around(line, 0)
  const byWords =
    code === 28 && cannotConnect.test(words) ? 'call_connect_timeout' : phraseIn(words)
  const byCode = curlCodes[code] ?? 'call_interrupted'
  // words are finer than the number where the number is a family: 7, 28, 35, 56
  const key = byWords !== undefined && wordsDecide.has(code) ? byWords : byCode
  return { key, says }
}

/** The time was over: whatever the words say, nothing refused. */
const cannotConnect = /^Failed to connect/

function phraseIn(words: string): VerdictKey | undefined {
  return failurePhrases.find(([pattern]) => pattern.test(words))?.[1]
}

const wordsDecide: ReadonlySet<number> = new Set([1, 7, 8, 16, 28, 35, 55, 56])

/** curl's exit codes (curl.1, "EXIT CODES"). */
const curlCodes: Readonly<Record<number, VerdictKey>> = {
  1: 'call_malformed',
  2: 'call_malformed',
  3: 'call_malformed',
  4: 'call_malformed',
  5: 'call_name_unknown',
  6: 'call_name_unknown',
  7: 'call_refused',
  16: 'call_reset',
  18: 'answer_cut',
  22: 'status_only',
  23: 'call_gave_up',
  26: 'call_malformed',
  28: 'call_gave_up',
  35: 'call_tls_failed',
  42: 'call_gave_up',
  43: 'call_malformed',
  47: 'call_too_many_redirects',
  51: 'call_certificate_refused',
  52: 'call_empty_reply',
  53: 'call_malformed',
  54: 'call_malformed',
  55: 'call_reset',
  56: 'call_reset',
  58: 'call_malformed',
  59: 'call_malformed',
  60: 'call_certificate_refused',
  63: 'call_gave_up',
  66: 'call_malformed',
  77: 'call_malformed',
  80: 'call_tls_failed',
  82: 'call_malformed',
  83: 'call_certificate_refused',
  90: 'call_certificate_refused',
  91: 'call_certificate_refused',
  92: 'call_reset',
  95: 'call_reset',
}
