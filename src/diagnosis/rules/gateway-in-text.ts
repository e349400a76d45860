import { en, nothingSaid, zh, type Bilingual } from '../../model/bilingual.ts'
import { errorEntry, errorKeys, isErrorKey, type ErrorKey } from '../../model/error-table.ts'
import { errorCodeField, requestIdField } from '../../model/answer-marks.ts'
import { applicationServer, namesServer } from '../fingerprints/application-fields.ts'
import { remedyOf, titleOf } from '../catalogue/key-texts.ts'
import { fact, type Finding, type ResponseRule, type Sighting } from '../finding.ts'
import { gatewayMarkOf, type GatewayMark } from '../gateway-mark.ts'
import { maskSecrets } from '../mask-secrets.ts'
import { headerOf } from '../received-response.ts'
import { received } from '../sighting-words.ts'

/** A pasted text with the marks of the gateway's own error. A text proves nothing, so it is likely at
 *  most; a body without the marks of the header was copied by somebody. */
export const gatewayInText: ResponseRule = (sighting) => {
  if (sighting.request.via === 'record') return undefined
  const mark = gatewayMarkOf(sighting.response)
  if (mark === undefined) return undefined
  if (isCopied(sighting, mark)) return copiedBody(sighting, mark)
  if (mark.contradiction !== '') return contradicted(sighting, mark.contradiction)
  const key = errorKeyOf(sighting, mark)
  return key === undefined ? unlisted(sighting, mark) : listed(sighting, mark, key)
}

/** Our own socket sees every field; an application server's name is no gateway's, and no gateway sends its errors
 *  with another status. Else the marks may be what is missing from the text. */
function isCopied({ response, request }: Sighting, mark: GatewayMark): boolean {
  if (isMarked(mark) || response.headers.length <= 1) return false
  const ofCode = Math.floor(mark.code / 100) % 1000
  return (
    request.ownSocket === true ||
    applicationServer.test(headerOf(response, 'server')) ||
    ![0, ofCode].includes(response.status)
  )
}

function isMarked({ inHeader, besideCode }: GatewayMark): boolean {
  return inHeader || besideCode
}

function listed(sighting: Sighting, mark: GatewayMark, key: ErrorKey): Finding {
  const title = titleOf(key)
  return {
    key,
    responder: 'gateway',
    certainty: sureness(mark),
    summary: [
      en`The gateway answered ${codeText(mark)}: ${title}`,
      zh`网关应答 ${codeText(mark)}：${title}`,
    ],
    evidence: marks(sighting, mark),
    nextSteps: [remedyOf(key)],
    wouldConfirm: [recordOf(sighting)],
  }
}

/** What is common to all errors of a code, where the text does not tell which of them it was. */
const codeMeanings: Readonly<Record<number, Bilingual>> = {
  1650200: [
    '. It got no valid answer from the backend; the text does not say what failed.',
    '。网关没有从后端得到有效应答；文本没有说明具体原因。',
  ],
  1650401: [
    '. The backend did not answer in time; the text does not say in which phase.',
    '。后端没有及时应答；文本没有说明是在哪个阶段。',
  ],
}

/** Codes of the old system that are not ours, or without the detail that tells the cause. */
function unlisted(sighting: Sighting, mark: GatewayMark): Finding {
  const status = Math.floor(mark.code / 100) % 1000
  const isCallers = status >= 400 && status < 500
  const said = mark.message.slice(0, 200)
  const message: Bilingual = said === '' ? nothingSaid : [`: ${said}`, `：${said}`]
  // a reason of the old system's own says it already
  const meaning = /\b(?:upstream_error|reason)=/.test(mark.message)
    ? nothingSaid
    : (codeMeanings[mark.code] ?? nothingSaid)
  return {
    key: 'gateway_error_unlisted',
    fault: isCallers ? 'client' : 'unsure',
    owner: isCallers ? 'caller' : 'publisher',
    certainty: sureness(mark),
    summary: [
      en`The gateway answered ${codeText(mark)}${message}${meaning}`,
      zh`网关应答 ${codeText(mark)}${message}${meaning}`,
    ],
    evidence: marks(sighting, mark),
    nextSteps: [
      isCallers
        ? ['Correct the request as the message says.', '按错误信息修正请求。']
        : [
            'Ask the maintainers of the gateway, with the X-Bkapi-Request-ID: its record holds the cause.',
            '带上 X-Bkapi-Request-ID 询问网关维护人：流水日志中有原因。',
          ],
    ],
    wouldConfirm: [recordOf(sighting)],
  }
}

/** Anybody can write the field of a gateway's code. Beside what no gateway writes, it proves nothing. */
function contradicted(
  sighting: Sighting,
  contradiction: Exclude<GatewayMark['contradiction'], ''>,
): Finding {
  const { status } = sighting.response
  const code = maskSecrets(headerOf(sighting.response, errorCodeField)).slice(0, 40)
  const [english, chinese] = contradictions[contradiction]
  return {
    key: 'writer_unclear',
    certainty: 'unknown',
    summary: [
      `The answer (${status}) carries the field of a gateway's error code, ${english}: one of the two is not from whom it seems.`,
      `应答（${status}）带有网关错误码的字段，${chinese}：两者之一并非出自表面上的那一方。`,
    ],
    evidence: [
      received(sighting),
      fact('pasted', [`X-Bkapi-Error-Code: ${code}`, `X-Bkapi-Error-Code: ${code}`], 'medium'),
      ...sighting.writer.evidence,
    ],
    nextSteps: [
      [
        'Ask the maintainers of the gateway for the record of this request: it tells who wrote the answer.',
        '向网关维护人查询本次请求的流水日志：其中会说明应答由谁写出。',
      ],
    ],
    wouldConfirm: [recordOf(sighting)],
  }
}

const contradictions = {
  no_code: ['and its value is no code of a gateway', '但其值不是网关的错误码'],
  other_code: ['and the body holds another code', '但响应体中是另一个错误码'],
  status: ['and the code stands for another status', '但该错误码对应另一个状态码'],
  body: ["and a body that is not the gateway's", '但响应体不是网关的'],
} as const

/** The five fields, but none of the gateway's header fields: somebody relayed the body. */
function copiedBody(sighting: Sighting, mark: GatewayMark): Finding {
  const server = headerOf(sighting.response, 'server')
  const named = applicationServer.test(server)
  return {
    key: 'backend_imitates_gateway',
    certainty: named && sighting.response.headCut !== true ? 'likely' : 'possible', // the marks may have been cut out
    summary: [
      `The body looks like a gateway's error ${mark.code}, but the header lacks the gateway's marks: a service sent it, or relayed it from a gateway that it calls.`,
      `响应体看起来像网关的错误 ${mark.code}，但响应头没有网关的标记：由某个服务写出，或由它转发自其调用的网关。`,
    ],
    evidence: [
      received(sighting),
      fact('pasted', ['the header has no X-Bkapi-Error-Code', '响应头没有 X-Bkapi-Error-Code']),
      ...(named ? [fact('pasted', namesServer(server), 'medium')] : []),
    ],
    software: named ? (server.split(' ')[0] ?? server) : null,
    nextSteps: [
      [
        'Ask the owner of the service which gateway it calls itself: the error is about that call.',
        '询问服务负责人它自己调用了哪个网关：错误与那次调用有关。',
      ],
    ],
  }
}

function recordOf({ response }: Sighting): Bilingual {
  const id = headerOf(response, requestIdField)
  return /^[\w.:-]{1,128}$/.test(id)
    ? [
        `the flow record of this request (faultline why ${id})`,
        `本次请求的流水日志（faultline why ${id}）`,
      ]
    : [
        'the flow record of this request, by its X-Bkapi-Request-ID',
        '本次请求的流水日志（凭 X-Bkapi-Request-ID 查询）',
      ]
}

function codeText({ code, codeName }: GatewayMark): string {
  return codeName === '' ? String(code) : `${code} ${codeName}`
}

/** A body without its header may have been relayed by a service. */
function sureness(mark: GatewayMark): Finding['certainty'] {
  return isMarked(mark) ? 'likely' : 'possible'
}

function marks(sighting: Sighting, mark: GatewayMark): Finding['evidence'] {
  const said = mark.message.slice(0, 300)
  const facts: Bilingual[] = []
  if (mark.inHeader)
    facts.push([
      "the gateway's field X-Bkapi-Error-Code is there",
      '有网关的字段 X-Bkapi-Error-Code',
    ])
  else if (mark.besideCode)
    facts.push([
      "the header carries a gateway's own words for the error",
      '响应头带有网关自己对该错误的说明',
    ])
  else if (sighting.response.headers.length > 0)
    facts.push([
      "the header does not show the gateway's marks: they were cut out, or a service relayed the body",
      '响应头中没有网关的标记：可能被截掉，也可能是某个服务转发了响应体',
    ])
  if (mark.fields > 0)
    facts.push([
      `${mark.fields} of the 5 fields of a gateway's error, code ${mark.code}`,
      `有网关错误 5 个字段中的 ${mark.fields} 个，错误码 ${mark.code}`,
    ])
  if (said !== '') facts.push([`its message: ${said}`, `错误信息：${said}`])
  return [received(sighting), ...facts.map((statement) => fact('pasted', statement))]
}

/** The key that the answer links to; else the one whose detail the message holds, the longest fixed
 *  text first; else, where the old system used another code for it, by that text alone. */
function errorKeyOf({ response }: Sighting, mark: GatewayMark): ErrorKey | undefined {
  const linked = /\/errors\/(\w+)>/.exec(headerOf(response, 'link'))?.[1] ?? ''
  if (isErrorKey(linked) && errorEntry(linked).code === mark.code) return linked
  const ofCode = errorKeys.filter((key) => errorEntry(key).code === mark.code)
  if (ofCode.length === 1) return ofCode[0]
  const specific = longestFirst(ofCode).find(
    (key) => fixedText(key).length >= tellingChars && holds(mark.message, key),
  )
  const miss =
    mark.code === 1640401 ? missKeys.find(([reason]) => reason.test(mark.message))?.[1] : undefined
  return (
    specific ??
    miss ??
    usualKeys[mark.code] ??
    longestFirst(errorKeys).find((key) => isKnownReason(mark.message, key))
  )
}

/** What a code means where the detail names nothing: the other keys of the code have fixed texts, or
 *  are told apart by what only the gateway knows. */
const usualKeys: Readonly<Record<number, ErrorKey>> = {
  1640301: 'app_no_permission',
  1640401: 'resource_not_found',
}

/** The reasons that the route table gives, where the text holds no Link. */
const missKeys: readonly (readonly [RegExp, ErrorKey])[] = [
  [/reason="no gateway /, 'gateway_not_found'],
  [/has no released stage /, 'stage_not_released'],
  [/this path answers to /, 'method_not_allowed'],
]

/** Fixed text of a detail that is long enough to tell a key from the others. */
const tellingChars = 8

function longestFirst(keys: readonly ErrorKey[]): ErrorKey[] {
  return keys.toSorted((one, other) => fixedText(other).length - fixedText(one).length)
}

/** The detail without its variables and without the names before them. */
function fixedText(key: ErrorKey): string {
  return errorEntry(key)
    .detail.replaceAll(/\{\w+\}|\w+=|[[\]"]/g, '')
    .trim()
}

function holds(message: string, key: ErrorKey): boolean {
  const parts = errorEntry(key).detail.split(/\{\w+\}/)
  return new RegExp(parts.map((part) => RegExp.escape(part)).join('.*')).test(message)
}

function isKnownReason(message: string, key: ErrorKey): boolean {
  const text = fixedText(key)
  return text.length >= 30 && message.includes(text)
}
