import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Fault, Owner, Responder } from '../../src/model/attribution.ts'
import { responseDescriptions } from '../../src/model/verdict.ts'
import type { Flow, GatewayProcess } from '../gateway-process.ts'
import { call, field, type Answer } from '../raw-client.ts'

/** One call through the gateway to a real server, and what the gateway must conclude from it. */
export interface Expected {
  readonly title: string
  readonly method?: string
  /** Below the stage; the server gets the same path. */
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  readonly status: number
  readonly key: string
  readonly responder: Responder
  readonly fault: Fault
  readonly owner: Owner
  readonly software?: RegExp
  /** Something that one of the next steps must say. */
  readonly nextStep?: RegExp
}

/** Tests that the answer passes unchanged and that the verdict names the right party. `directPort`:
 *  the server itself, asked the same, to compare bytes with. */
export function testBehind(
  gateway: () => GatewayProcess,
  directPort: () => number,
  expected: Expected,
): void {
  const { title, method = 'GET', path, headers = {}, body } = expected
  const request = { method, headers, ...(body === undefined ? {} : { body }) }
  test(title, async () => {
    const answer = await gateway().call({ ...request, path: `/api/shop/prod${path}` })
    const direct = await call(directPort(), { ...request, path })
    const flow = await gateway().flow(field(answer, 'X-Bkapi-Request-ID'))

    assert.equal(answer.status, expected.status)
    assertUnchanged(answer, direct)
    assertConclusion(flow, expected)
  })
}

/** Status, reason, body and the fields of the server's own in order (decisions on "as is"). */
export function assertUnchanged(answer: Answer, direct: Answer): void {
  assert.equal(answer.status, direct.status)
  assert.equal(answer.reason, direct.reason)
  assert.equal(answer.body, direct.body)
  assert.deepEqual(serverFields(answer), serverFields(direct))
  assert.equal(field(answer, 'X-Bkapi-Error-Code'), '')
  const status = field(answer, 'Proxy-Status')
  assert.match(status, new RegExp(`(^|, )faultline; ?received-status=${answer.status}$`))
}

/** Not the gateway's own, and not about one connection or one moment. */
function serverFields(answer: Answer): readonly string[] {
  const others =
    /^(date|connection|keep-alive|transfer-encoding|content-length|proxy-status|via|x-bkapi-.*|x-request-id|traceparent|tracestate)$/i
  return answer.headers
    .filter(([name]) => !others.test(name))
    .map(([name, value]) => `${name}: ${value}`)
}

function assertConclusion({ record, verdict, evidence }: Flow, expected: Expected): void {
  const { responder, fault, owner, key } = verdict
  assert.deepEqual(
    { key, responder, fault, owner },
    {
      key: expected.key,
      responder: expected.responder,
      fault: expected.fault,
      owner: expected.owner,
    },
    verdict.summary,
  )
  assert.equal(verdict.response_desc, responseDescriptions.as_is)
  assert.equal(record.backend_status, expected.status)
  assert.equal(record.answered_by, 'backend')
  assert.equal(record.complete, true)
  if (expected.fault !== 'none') {
    assert.ok(verdict.next_steps.length > 0, 'a failure has a next step')
    assert.ok(verdict.evidence.length + evidence.length > 0, 'a conclusion names its evidence')
  }
  if (expected.software !== undefined) assert.match(verdict.software ?? '', expected.software)
  if (expected.nextStep !== undefined)
    assert.match(verdict.next_steps.join('\n'), expected.nextStep)
}
