import assert from 'node:assert/strict'
import { catalogueEntry } from '../../src/diagnosis/catalogue.ts'
import type { ErrorKey } from '../../src/model/error-table.ts'
import type { Answer } from '../raw-client.ts'

/** The catalogue shows what is really sent: the same lines in the same order, and the same values but
 *  for what differs from request to request. */
export function assertSampleIsLike(key: ErrorKey, answer: Answer): void {
  assertHeadIsLike(key, answer)
  assert.deepEqual(lastingMembers(sampleOf(key).body), lastingMembers(answer.body))
}

export function assertHeadIsLike(key: string, answer: Answer): void {
  const { statusLine, fields, body } = sampleOf(key)

  assert.equal(statusLine, `HTTP/1.1 ${answer.status} ${answer.reason}`)
  assert.deepEqual(lasting(fields), lasting(answer.headers))
  assert.equal(fields.find(([name]) => name === 'Content-Length')?.[1], String(body.length))
}

/** What the caller sees where the head of the backend's answer had left already. */
export function assertSampleIsCut(key: ErrorKey, answer: Answer): void {
  const { statusLine, fields, body } = sampleOf(key)

  assert.equal(statusLine, `HTTP/1.1 ${answer.status} ${answer.reason}`)
  assert.deepEqual(lasting(fields), lasting(answer.headers))
  assert.match(body, /\ncurl: \(56\) Recv failure: Connection reset by peer$/)
}

interface Sample {
  readonly statusLine: string
  readonly fields: readonly (readonly [string, string])[]
  readonly body: string
}

function sampleOf(key: string): Sample {
  const [head = '', body = ''] = (catalogueEntry(key)?.sample ?? '').split('\n\n')
  const [statusLine = '', ...lines] = head.split('\n')
  const fields = lines.map((line): readonly [string, string] => {
    const colon = line.indexOf(': ')
    return [line.slice(0, colon), line.slice(colon + 2)]
  })
  return { statusLine, fields, body }
}

const changing =
  /^(Date|Content-Length|X-Bkapi-Error-Message|X-Bkapi-Request-ID|X-Request-ID|Link)$/
const counted = /^(X-Bkapi-RateLimit-(Limit|Reset)|Retry-After)$/

function lasting(fields: readonly (readonly [string, string])[]): string[] {
  return fields.map(([name, value]) =>
    changing.test(name) || counted.test(name) ? name : `${name}: ${value}`,
  )
}

function lastingMembers(body: string): Readonly<Record<string, unknown>> {
  const members = JSON.parse(body) as Readonly<Record<string, unknown>>
  return { ...members, message: '' }
}
