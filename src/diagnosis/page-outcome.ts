import { speaksOfFailure } from './outcome-words.ts'

/** What a body that is no JSON says of the call that it answers: an error page, a SOAP fault, a stack trace. */
export interface PageFailure {
  /** `Server`, `502`: as the page has it, '' where it has none. */
  readonly code: string
  /** What it says went wrong, as far as it decides whose fault it is. */
  readonly says: string
  /** A protocol's own word for a failure; of a page, somebody may only show it. */
  readonly isSure: boolean
}

export function pageFailureOf(body: string): PageFailure | undefined {
  const text = body.trimStart()
  if (text === '' || /^[{[]/.test(text)) return undefined
  return text.startsWith('<') ? ofMarkup(text) : ofPlainText(text)
}

function ofMarkup(text: string): PageFailure | undefined {
  const code = errorTitle.exec(text)?.[1]
  if (code !== undefined) return { code, says: '', isSure: false }
  if (/^<!doctype html|^<html/i.test(text)) return htmlFailure.test(text) ? unsure : undefined
  return ofSoap(text) ?? ofXml(text) ?? (phpError.test(text.slice(0, 2_000)) ? unsure : undefined)
}

const unsure: PageFailure = { code: '', says: '', isSure: false }

/** `<title>502 Bad Gateway</title>`, as servers write it. */
const errorTitle =
  /<title>\s*([45]\d\d) (?:Authorization|Bad|Conflict|Content|Error|Expectation|Failed|Forbidden|Gateway|Gone|HTTP|Internal|Length|Locked|Method|Misdirected|Not|Payload|Payment|Precondition|Proxy|Range|Request|Service|Temporarily|Too|URI|Unauthorized|Unavailable|Unprocessable|Unsupported|Web)\b/i
const htmlFailure =
  /<h1>Whitelabel Error Page<\/h1>|<title>(?:Internal Server Error|Service Unavailable|Bad Gateway|Gateway Time-?out)<\/title>|<H1>Server Error in '[^'\n]{0,200}' Application/i
/** html_errors = On: no page has begun before it. */
const phpError = /<b>(?:Fatal|Parse|Recoverable fatal) error<\/b>:/

/** SOAP 1.1 section 4.4, SOAP 1.2 section 5.4: a Fault is the only child of the Body. */
function ofSoap(text: string): PageFailure | undefined {
  const fault = /<(?:[\w-]+:)?Body[^>]{0,500}>\s*<(?:[\w-]+:)?Fault[\s>]/.exec(text)
  if (fault === null) return undefined
  const rest = text.slice(fault.index, fault.index + 4_000)
  const code =
    /<faultcode[^>]{0,200}>\s*(?:[\w-]+:)?([\w.]+)|<(?:[\w-]+:)?Value[^>]{0,200}>\s*(?:[\w-]+:)?([\w.]+)/.exec(
      rest,
    )
  const name = code?.[1] ?? code?.[2] ?? ''
  return { code: name, says: /^(?:Client|Sender)\b/.test(name) ? 'bad request' : '', isSure: true }
}

/** WeChat Pay's `<return_code>`, S3's `<Error>`. */
function ofXml(text: string): PageFailure | undefined {
  const code = /<(?:return|result)_code>\s*(?:<!\[CDATA\[)?FAIL/i.test(text)
    ? 'FAIL'
    : /^(?:<\?xml[^>]{0,200}\?>\s*)?<(?:Error|ErrorResponse)[\s>][^]{0,500}?<Code>([\w.-]{1,80})<\/Code>/.exec(
        text,
      )?.[1]
  return code === undefined ? undefined : { code, says: '', isSure: true }
}

function ofPlainText(text: string): PageFailure | undefined {
  const begin = text.slice(0, 4_000)
  return trace.test(begin) || phpError.test(begin) || wholeText.test(begin.trimEnd())
    ? unsure
    : undefined
}

/** A line of text, or JSON that is nothing but a text, with words of a failure. */
export function isLineOfFailure(body: string): boolean {
  const line = body.trim()
  return line.length <= longestLine && !/^[<{[]|\n/.test(line) && speaksOfFailure(line)
}

const longestLine = 300

/** At the very beginning: a text that speaks of them holds sentences first. */
const trace =
  /^(?:Traceback \(most recent call last\):|panic: [^\n]+\n\s*\n?goroutine \d|(?:PHP )?(?:Fatal|Parse) error: |(?:[\w$]+\.)*[\w$]*(?:Exception|Error)(?:: [^\n]{0,1000})?\n\s+at [\w.$<]|Unhandled Exception: )/
const wholeText =
  /^(?:(?:[45]\d\d )?(?:Internal Server Error|Bad Gateway|Service Unavailable|Service Temporarily Unavailable|Gateway Time-?out)\.?|upstream connect error or disconnect\/reset[^\n]*|no healthy upstream|upstream request timeout|no available server|404 page not found|default backend - 404|RBAC: access denied)$/i
