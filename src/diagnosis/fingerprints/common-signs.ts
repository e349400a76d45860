import {
  type FieldSign,
  type OrderSign,
  type PageSign,
  type SupportingSign,
} from './fingerprint.ts'

/** Signs that several fingerprints share. */

/** The Server field: always weak, because proxies set, keep and strip it. */
export function server(value: RegExp): SupportingSign {
  return { name: 'Server', value, weight: 'weak' }
}

export function serverField(value: RegExp): FieldSign {
  return { name: 'Server', value }
}

export function contentType(value: RegExp): FieldSign {
  return { name: 'Content-Type', value }
}

/** Go writes the fields of the handler sorted, then its own: Date, Content-Length. */
export const goOrder: OrderSign = { order: ['Date', 'Content-Length'], adjacent: true }

/** Node.js adds Date and Connection after the fields of the program. */
export const nodeOrder: OrderSign = { order: ['Content-Length', 'Date', 'Connection'] }

/** For programs that are server and framework in one, whose name no proxy sets: what comes from them
 *  without a body (HEAD, a redirect, a bare refusal) is theirs, or of what runs on them. */
export function withoutBody(software: string, value: RegExp): PageSign {
  return {
    says: [
      `is empty, not shown or a bare phrase, and the Server field is that of ${software}`,
      `为空、未显示或只有原因短语，且 Server 字段是 ${software} 的`,
    ],
    weight: 'medium',
    body: emptyOrPhrase,
    needs: [serverField(value)],
  }
}

/** The phrases of the statuses, as a pattern. */
export const phrases =
  'Bad Request|Unauthorized|Payment Required|Forbidden|Not Found|Method Not Allowed|Not Acceptable|Request Timeout|Conflict|Gone|Length Required|Precondition Failed|Payload Too Large|Request Entity Too Large|URI Too Long|Unsupported Media Type|Expectation Failed|Unprocessable (?:Entity|Content)|Locked|Too Many Requests|Request Header Fields Too Large|Internal Server Error|Not Implemented|Bad Gateway|Service Unavailable|Gateway Timeout'

/** A body that is nothing but the standard phrase of its status. */
export const barePhrase: RegExp = new RegExp(`^(?:${phrases})$`)

const emptyOrPhrase = new RegExp(`^(?:${phrases})?$`)
