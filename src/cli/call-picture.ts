import { styleText } from 'node:util'
import { ms } from '../diagnosis/attempt-evidence.ts'
import type { Language } from '../diagnosis/catalogue.ts'
import type { AddressSeen } from '../calling/call-addresses.ts'
import type { CallAnswer } from '../calling/call-answer.ts'
import { chosenHop, type CallHop } from '../calling/call-chain.ts'
import { sentFields, type Field } from '../calling/call-request.ts'
import type { SecretMask } from '../calling/call-secrets.ts'
import { bar, phaseSpans } from '../calling/call-timeline.ts'
import type { TlsSeen } from '../network/tls-seen.ts'
import { fewDays } from '../network/tls-seen.ts'
import { timedExchange } from '../calling/call-evidence.ts'
import { hopVerdict, isDirect, requestLine } from '../calling/hop-verdict.ts'
import { callWords, type CallWords } from './call-words.ts'
import { hopPicture } from './hop-picture.ts'
import { printable, printableLine } from '../model/printable-text.ts'
import { padded, textColumns, wrapped } from './text-width.ts'
import { diagnosisText } from './verdict-text.ts'
import { verdictWords } from './verdict-words.ts'
import { asTyped } from './typed-command.ts'

/** One hop as a person at a terminal reads it: where it went, how long each step took, what came, and,
 *  where another hop follows, who answered. */
export function hopText(hop: CallHop, mask: SecretMask, language: Language): string {
  const words = callWords[language]
  const rows: readonly Row[] = [
    [words.address, addressLines(hop, words)],
    [words.tls, hop.tls === undefined ? [] : [tlsLine(hop.tls, words)]],
    [words.sends, sentLines(hop, mask)],
    ...timeRows(hop, words),
    [words.answer, answerLines(hop.answer, mask, words)],
    [words.gateway, gatewayLines(hop, words)],
    [words.note, hop.notes.map(printableLine)],
    ...(hop.next === undefined ? [bodyRow(hop, mask, words)] : []),
  ]
  const title = `${String(hop.number).padStart(2)}  ${styleText('bold', requestLine(hop, mask))}`
  const lines = [title, ...rows.flatMap(([label, values]) => rowLines(label, values))]
  if (hop.next !== undefined) lines.push('', ...verdictLines(hop, language))
  return mask.literals(`\n${lines.map((line) => (line === '' ? '' : `  ${line}`)).join('\n')}\n`)
}

/** The whole chain in one line, the verdict on the hop that matters, and all of it in a sentence. */
export function endText(
  hops: readonly [CallHop, ...CallHop[]],
  mask: SecretMask,
  language: Language,
): string {
  const chosen = chosenHop(hops)
  const shown = hops.map((hop) => hopVerdict(hop, mask))
  const chain =
    hops.length > 1 ? `\n${indented(wrapped(chainText(hops, mask), textColumns()))}` : ''
  const { verdict } = chosen
  const text = diagnosisText({ verdict, hops: shown, record: null, notSeen: [], language })
  return mask.literals(
    `${chain}${text}${indented(wrapped(inShort(chosen, language), textColumns()))}\n`,
  )
}

type Row = readonly [label: string, values: readonly string[]]

const labelColumns = 8
const indent = '    '

function rowLines(label: string, values: readonly string[]): string[] {
  return values.map((value, index) => {
    const shown = index === 0 ? label : ''
    return `${indent}${styleText('dim', padded(shown, labelColumns))} ${value}`
  })
}

function addressLines({ addresses, localAddress }: CallHop, words: CallWords): string[] {
  return addresses.slice(0, mostAddresses).map((one) => addressLine(one, localAddress, words))
}

const mostAddresses = 12

function addressLine(
  { address, outcome, reason, errno }: AddressSeen,
  localAddress: string,
  words: CallWords,
): string {
  switch (outcome) {
    case 'used':
      return localAddress === ''
        ? address
        : `${address} ${styleText('dim', `${words.from} ${localAddress}`)}`
    case 'failed': {
      const why = words.addressFailures[reason] ?? reason
      return `${address} ${styleText('red', `✗ ${why}${errno === '' ? '' : ` ${errno}`}`)}`
    }
    case 'not_needed':
      return styleText('dim', `${address} (${words.notNeeded})`)
  }
}

function tlsLine(
  { version, cipher, subject, issuer, validTo, daysLeft }: TlsSeen,
  words: CallWords,
): string {
  const days = words.daysLeft(daysLeft)
  const left = daysLeft < fewDays ? styleText('yellow', days) : days
  const parts = [
    `${version} ${cipher}`,
    printableLine(subject),
    `${words.issuer} ${printableLine(issuer)}`,
    `${words.until} ${validTo.slice(0, 10)} (${left})`,
  ]
  return parts.join(' · ')
}

/** Host, User-Agent and Accept are no news. */
function sentLines({ request }: CallHop, mask: SecretMask): string[] {
  const telling = sentFields(request).filter(([name]) => !/^(host|user-agent|accept)$/i.test(name))
  return telling.map((field) => fieldLine(field, mask))
}

function fieldLine([name, value]: Field, mask: SecretMask): string {
  const shown = printableLine(mask.fieldValue(name, value))
  return `${name}: ${shown.length > 200 ? `${shown.slice(0, 199)}…` : shown}`
}

function timeRows(hop: CallHop, words: CallWords): Row[] {
  const spans = phaseSpans(timedExchange(hop))
  const totalMs = hop.times.endMs
  const hasUpload = hop.request.body !== undefined
  const rows = spans
    .filter(({ phase, isBroken }) => phase !== 'send' || hasUpload || isBroken)
    .map((span): Row => {
      const colour = span.isBroken ? 'red' : phaseColours[span.phase]
      const took = ms(span.endMs - span.startMs).padStart(9)
      return [words.phases[span.phase], [`${took}  ${styleText(colour, bar(span, totalMs))}`]]
    })
  return [...rows, [words.total, [styleText('dim', ms(totalMs).padStart(9))]]]
}

const phaseColours = {
  dns: 'magenta',
  tcp: 'blue',
  tls: 'cyan',
  send: 'yellow',
  wait: 'green',
  body: 'blue',
} as const

function answerLines(answer: CallAnswer | undefined, mask: SecretMask, words: CallWords): string[] {
  if (answer === undefined) return [styleText('red', words.noAnswer)]
  const { status, reason, version, headers } = answer
  const colour = status >= 500 ? 'red' : status >= 400 ? 'yellow' : 'green'
  const shown = headers.filter(([name]) => notable.test(name)).slice(0, mostFields)
  const others = headers.length - shown.length
  return [
    `${styleText(colour, `${status} ${printableLine(reason)}`.trim())} ${styleText('dim', version)}`.trim(),
    ...shown.map((field) => fieldLine(field, mask)),
    ...(others > 0 ? [styleText('dim', words.moreFields(others))] : []),
  ]
}

/** Fields that tell who answered, what to do next, or what the body is. */
const notable =
  /^(server|via|location|content-(type|length|encoding)|www-authenticate|retry-after|allow|proxy-status|link|set-cookie|x-bkapi-.*|x-request-id|x-powered-by|x-cache|cf-ray|upgrade)$/i
const mostFields = 20

function gatewayLines({ gateway }: CallHop, words: CallWords): string[] {
  if (gateway === undefined) return []
  const { role, name, requestId, command } = gateway
  return [
    `${name === '' ? '' : `${name}: `}${words.gatewayRoles[role]}${requestId === '' ? '' : ` · ${printableLine(requestId)}`}`,
    ...(command === '' ? [] : [styleText('cyan', asTyped(command))]),
  ]
}

/** Characters of a body in the picture. */
const shownCharacters = 4_096

function bodyRow({ answer, body, request }: CallHop, mask: SecretMask, words: CallWords): Row {
  if (answer === undefined || request.method === 'HEAD') return [words.body, []]
  if (answer.receivedBytes === 0)
    return [words.body, answer.framing === 'none' ? [] : [styleText('dim', words.emptyBody)]]
  if (body.isBinary || body.text === '')
    return [words.body, [styleText('dim', words.binaryBody(answer.receivedBytes))]]
  // masked first, so that no secret is cut in two at the end of what is shown
  const masked = mask.text(body.text.slice(0, 2 * shownCharacters))
  const text = printable(masked.slice(0, shownCharacters)).trimEnd()
  const isCut = body.text.length > shownCharacters || !body.isWhole
  const more = isCut ? [styleText('dim', words.moreBody(answer.receivedBytes))] : []
  return [words.body, [...text.split('\n'), ...more]]
}

function verdictLines(hop: CallHop, language: Language): string[] {
  const { verdict, answer } = hop
  const picture = hopPicture(verdict, answer?.status ?? 0, language, isDirect(hop))
  const summary = wrapped(verdict.summary, textColumns() - indent.length)
  return [...picture, ...summary].map((line) => `${indent}${line}`)
}

/** `GET a.test ──308──▶ a.test:8443 ──▶ 200` */
function chainText(hops: readonly CallHop[], mask: SecretMask): string {
  const parts = hops.map(({ request, answer, next }) => {
    const place = `${request.url.protocol}//${request.url.host}${request.url.pathname}`
    const arrow =
      next === undefined ? `──▶\u00A0${answer?.status ?? '✗'}` : `──${answer?.status ?? ''}──▶ `
    return `${request.method} ${printableLine(mask.text(place)).slice(0, 80)} ${arrow}`
  })
  return parts.join('')
}

function inShort(hop: CallHop, language: Language): string {
  const { verdict, answer } = hop
  const { responders, directResponder, faults, owners } = verdictWords[language]
  const status = answer?.status ?? 0
  const isUnclear = isDirect(hop) && verdict.responder === 'backend'
  const responder = isUnclear ? directResponder : responders[verdict.responder]
  const answered = verdict.software ?? responder.replace(/ ?[（(].*$/, '')
  const words = callWords[language]
  if (verdict.fault === 'none') return words.nothingWrong(answered, status)
  return words.inShort(answered, status, faults[verdict.fault], owners[verdict.owner])
}

function indented(lines: readonly string[]): string {
  return lines.map((line) => `  ${line}\n`).join('')
}
