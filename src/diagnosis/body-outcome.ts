import {
  codeOf,
  errorMessageOf,
  hasErrorWords,
  holdsData,
  isEnvelope,
  isFalse,
  isFilled,
  isObject,
  isThing,
  isTrue,
  membersOf,
  messageOf,
  type JsonObject,
  type Members,
} from './answer-members.ts'
import { textOf } from './gateway-mark.ts'
import { speaksOfFailure, speaksOfSuccess } from './outcome-words.ts'

/** What JSON says of the call that it answers. `failed`: it calls it a failure; `maybe_failed`: most who write
 *  so mean one. `unclear`: it has a code that is not known, or words of a failure that may be those of the
 *  thing that was asked for. `succeeded`: it says so. `silent`: it is only data. */
export type Outcome = 'failed' | 'maybe_failed' | 'unclear' | 'succeeded' | 'silent'

export function outcomeOf(body: unknown): Outcome {
  if (Array.isArray(body)) return outcomeOfAll(body)
  if (!isObject(body)) return 'silent'
  const inner = innerAnswer(body)
  if (inner !== undefined) return concluded(signsOf(inner))
  const members = membersOf(body)
  // JSON-RPC 2.0 section 5: `result` is there on success only, `error` on failure only
  if (members.has('jsonrpc')) return isFilled(members.get('error')) ? 'failed' : 'succeeded'
  return concluded(signsOf(body))
}

/** `{"Response": {…}}` of Tencent's cloud, `{"alipay_trade_query_response": {…}, "sign": …}`. */
export function innerAnswer(body: JsonObject): JsonObject | undefined {
  const [first, ...others] = Object.entries(body)
  if (first === undefined || others.length > 2) return undefined
  const [name, value] = first
  return /response$/i.test(name) && isObject(value) ? value : undefined
}

/** One answer for each of several calls; a list may as well be that of things that failed. */
function outcomeOfAll(items: readonly unknown[]): Outcome {
  const outcomes = items
    .slice(0, mostItems)
    .map((item) => (isObject(item) ? concluded(signsOf(item)) : 'silent'))
  if (outcomes.length > 0 && outcomes.every(isFailing)) return 'maybe_failed'
  return outcomes.some(isFailing) ? 'unclear' : 'silent'
}

const mostItems = 50

interface Signs {
  /** `success: false`; undefined where nothing says it. */
  readonly flag: boolean | undefined
  readonly code: 'none' | 'success' | 'status' | 'error_words' | 'not_known'
  readonly message: 'none' | 'success' | 'failure' | 'other'
  readonly hasError: boolean
  readonly hasErrorList: boolean
  /** `status: "failed"`, or a number of an error without a word beside it. */
  readonly state: 'none' | 'failed' | 'number'
  /** It may be what was asked for: is this name free? */
  readonly resultIsFalse: boolean
  readonly holdsData: boolean
  readonly isEnvelope: boolean
  readonly isThing: boolean
}

function signsOf(body: JsonObject): Signs {
  const members = membersOf(body)
  const code = kindOfCode(members)
  const says = messageOf(members)
  return {
    flag: flagOf(members),
    code: code === 'none' && hasStatusOfError(members) && hasErrorWords(members) ? 'status' : code,
    message: kindOfMessage(says),
    hasError: hasError(members, code),
    hasErrorList: isFilled(members.get('errors')),
    state: stateOf(members),
    resultIsFalse: isFalse(members.get('result')) || members.get('success') === 0,
    holdsData: holdsData(members),
    isEnvelope: isEnvelope(members),
    isThing: isThing(body, members),
  }
}

function flagOf(members: Members): boolean | undefined {
  const values = flagNames.map((name) => members.get(name))
  if (values.some(isFalse)) return false
  return values.some(isTrue) || isTrue(members.get('result')) ? true : undefined
}

const flagNames = ['success', 'issuccess', 'succeeded', 'ok', 'status', 'state']

/** 0, 00 and 200 are what services call success; 10000 is AMap's. */
function kindOfCode(members: Members): Signs['code'] {
  const code = codeOf(members)
  if (code === '') return 'none'
  if (/^(?:0+|200|ok|success(?:ful)?|succeed(?:ed)?)$/i.test(code)) return 'success'
  if (members.has('infocode') && code === '10000') return 'success'
  if (/^[45]\d\d$/.test(code)) return 'status'
  if (/^-?\d+$/.test(code)) return 'not_known'
  return speaksOfFailure(code) ? 'error_words' : 'not_known'
}

function kindOfMessage(says: string): Signs['message'] {
  if (says === '') return 'none'
  if (speaksOfSuccess(says)) return 'success'
  return speaksOfFailure(says) ? 'failure' : 'other'
}

function hasError(members: Members, code: Signs['code']): boolean {
  const isNamed = errorNames.some((name) => {
    const value = members.get(name)
    return typeof value !== 'number' && isFilled(value)
  })
  if (isNamed || headFailed(members)) return true
  // `{"__type": "AccessDeniedException", …}` of AWS
  if (/(?:Exception|Error)$/.test(textOf(members.get('type'))) && members.has('message'))
    return true
  const says = errorMessageOf(members)
  return says !== '' && code === 'none' && !speaksOfSuccess(says)
}

const errorNames = ['error', 'err', 'fault', 'exceptionmessage']

/** `{"meta": {"code": 401, …}, …}`: the code stands in a part of its own. */
function headFailed(members: Members): boolean {
  return ['head', 'header', 'meta', 'status', 'responsestatus', 'responseheader'].some((name) => {
    const head = members.get(name)
    return isObject(head) && isFailing(concluded(signsOf(head)))
  })
}

function isFailing(outcome: Outcome): boolean {
  return outcome === 'failed' || outcome === 'maybe_failed'
}

function stateOf(members: Members): Signs['state'] {
  const words = ['status', 'state', 'result'].map((name) => textOf(members.get(name)))
  if (words.some((word) => /^(?:errors?|fail(?:ed|ure)?)$/i.test(word))) return 'failed'
  return hasStatusOfError(members) && !hasErrorWords(members) ? 'number' : 'none'
}

function hasStatusOfError(members: Members): boolean {
  return ['status', 'statuscode', 'httpstatus'].some((name) => isStatusOfError(members.get(name)))
}

/** `status: 500` beside words tells of an answer; of an order, it may be anything. */
function isStatusOfError(value: unknown): boolean {
  return (
    (typeof value === 'number' || typeof value === 'string') && /^[45]\d\d$/.test(String(value))
  )
}

function concluded(signs: Signs): Outcome {
  const failure = failureIn(signs)
  const saysSuccess = signs.flag === true || signs.code === 'success' || signs.message === 'success'
  if (failure !== undefined) return signs.isThing || saysSuccess ? 'unclear' : failure
  if (isUnclear(signs)) return 'unclear'
  return saysSuccess ? 'succeeded' : 'silent'
}

function failureIn(signs: Signs): 'failed' | 'maybe_failed' | undefined {
  const { code, message, state } = signs
  const isUnknownCode = code === 'not_known' || code === 'error_words'
  const isBare = signs.isEnvelope && !signs.holdsData
  if (signs.flag === false) return 'failed'
  if (signs.resultIsFalse && (message === 'failure' || (code !== 'none' && code !== 'success')))
    return 'failed'
  if (state === 'failed' && signs.isEnvelope)
    return message === 'none' && code === 'none' ? 'maybe_failed' : 'failed'
  if ((signs.hasError || signs.hasErrorList) && isBare) return 'failed'
  if (code === 'status' && message !== 'none') return 'failed'
  if (isUnknownCode && message === 'failure') return 'failed'
  if (code === 'error_words' && isBare) return 'maybe_failed'
  if ((code === 'status' || state === 'number') && isBare) return 'maybe_failed'
  return signs.hasError || (signs.hasErrorList && signs.isEnvelope) ? 'maybe_failed' : undefined
}

function isUnclear(signs: Signs): boolean {
  const { code, message, flag } = signs
  if (signs.resultIsFalse || signs.hasErrorList || signs.state !== 'none') return flag !== true
  if (code !== 'none' && code !== 'success')
    return message !== 'success' && (signs.isEnvelope || message !== 'none' || code === 'status')
  return message === 'failure' && flag !== true
}
