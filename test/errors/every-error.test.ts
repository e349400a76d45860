import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { before, suite, test } from 'node:test'
import { parseList, Token } from 'structured-headers'
import { errorEntry, errorKeys, type ErrorKey } from '../../src/model/error-table.ts'
import { errorMessage } from '../../src/model/error-message.ts'
import { responseDescriptions } from '../../src/model/verdict.ts'
import { ownerOfAll } from '../clean-up.ts'
import type { Flow } from '../gateway-process.ts'
import { field, type Answer } from '../raw-client.ts'
import { allProofs, proofTable } from './all-proofs.ts'
import { Lab } from './lab.ts'
import { assertLinkLeadsToEntry, assertPageOf } from './help-page.ts'
import type { Provoked } from './proof.ts'
import { assertSampleIsCut, assertSampleIsLike } from './sample.ts'

test('every error of the table has exactly one proof, in the order of the table', () => {
  assert.deepEqual(
    allProofs.map(({ key }) => key),
    errorKeys,
  )
})

test('the page that lists the proofs is the list (write it with `node test/errors/write-table.ts`)', () => {
  const page = readFileSync(new URL('README.md', import.meta.url), 'utf8')

  assert.equal(page, proofTable())
})

suite('every error, provoked on the running gateway', { concurrency: 8 }, () => {
  const lab = new Lab(ownerOfAll())

  before(async () => {
    for (const proof of allProofs) await proof.prepare?.(lab)
    await lab.start()
  })

  for (const proof of allProofs) {
    test(`${proof.key}: ${proof.how}`, { skip: proof.skip ?? false }, async () => {
      const provoked = await proof.provoke(lab)

      assertProvoked(proof.key, provoked)
      await assertIsPossible(proof.key, provoked.flow, lab)
      await assertHelp(proof.key, provoked, lab)
    })
  }
})

function assertProvoked(key: ErrorKey, provoked: Provoked): void {
  assertRecorded(key, provoked.flow)
  switch (provoked.kind) {
    case 'refused':
      assertEnvelope(key, provoked.answer, provoked.flow)
      assert.equal(provoked.flow.record.answered_by, 'gateway')
      assert.equal(provoked.flow.record.complete, true)
      assert.equal(provoked.flow.verdict.responder, 'gateway')
      assert.equal(provoked.flow.verdict.response_desc, responseDescriptions.gateway)
      return
    case 'broken':
      assert.equal(provoked.answer.complete, false, 'the caller can see that the answer broke off')
      assert.equal(provoked.answer.status, provoked.flow.record.status)
      assert.equal(provoked.flow.record.complete, false)
      assert.equal(provoked.flow.verdict.response_desc, responseDescriptions.broken)
      return
    case 'unanswered':
      assert.equal(provoked.flow.record.status, errorEntry(key).status)
      assert.equal(provoked.flow.record.answered_by, 'none')
      assert.equal(provoked.flow.verdict.responder, 'none')
      assert.equal(provoked.flow.verdict.response_desc, responseDescriptions.none)
  }
}

/** They break a gateway of their own, or meet no resource: unit tests say where they are possible. */
const elsewhere = new Set<ErrorKey>([
  'no_endpoint',
  'gateway_out_of_sockets',
  'gateway_bug',
  'plugin_failed',
  'invalid_resource_config',
  'jwt_sign_failed',
  'gateway_stopping',
  'worker_lost',
])

/** The documents of the resource say that it can answer so, worked out from how it is configured. */
async function assertIsPossible(key: ErrorKey, { record }: Flow, lab: Lab): Promise<void> {
  const { gateway, stage, resource } = record
  if (resource === '' || elsewhere.has(key)) return
  const path = `/portal/gateways/${gateway}/resources/${resource}?stage=${stage}`
  const { errors } = (await lab.gateway.api(path)) as { errors: readonly { key: string }[] }
  const possible = errors.map((error) => error.key)
  assert.ok(possible.includes(key), `${resource} answered ${key}, but can: ${possible.join(' ')}`)
}

/** Whoever meets the error finds its entry: by the Link of the answer, or from the verdict. */
async function assertHelp(key: ErrorKey, provoked: Provoked, lab: Lab): Promise<void> {
  assert.equal(provoked.flow.verdict.help, `/errors/${key}`)
  await assertPageOf(key, lab.gateway.consoleUrl + provoked.flow.verdict.help)
  if (provoked.kind === 'refused') {
    await assertLinkLeadsToEntry(key, provoked.answer)
    assertSampleIsLike(key, provoked.answer)
  }
  if (provoked.kind === 'broken') assertSampleIsCut(key, provoked.answer)
}

/** What every answer of the gateway's own looks like (decisions on errors). */
function assertEnvelope(key: ErrorKey, answer: Answer, { record }: Flow): void {
  const entry = errorEntry(key)
  const body = JSON.parse(answer.body) as Readonly<Record<string, unknown>>
  const message = errorMessage(key, record.error_facts)

  assert.equal(answer.status, entry.status)
  assert.equal(field(answer, 'Content-Type'), 'application/json; charset=utf-8')
  assert.deepEqual(body, {
    code: entry.code,
    data: null,
    code_name: entry.codeName,
    message,
    result: false,
  })
  assert.equal(field(answer, 'X-Bkapi-Error-Code'), String(entry.code))
  assert.equal(field(answer, 'X-Bkapi-Error-Message'), message)
  assert.match(field(answer, 'X-Bkapi-Request-ID'), requestIdPattern)
  assert.equal(field(answer, 'X-Bkapi-Request-ID'), record.request_id)
  assertProxyStatus(key, field(answer, 'Proxy-Status'))
  assert.match(field(answer, 'Link'), new RegExp(`^<[^>]*/errors/${key}>; rel="help"$`))
  assert.doesNotMatch(message, /[^\u0020-\u007e]/)
}

/** A time-ordered UUID (RFC 9562 section 5.7). */
const requestIdPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

/** RFC 9209: one member with our name and the error type of the table. */
function assertProxyStatus(key: ErrorKey, value: string): void {
  const [member, ...others] = parseList(value)
  const [name, parameters] = member ?? ['', new Map()]

  assert.equal(tokenText(name), 'faultline')
  assert.equal(tokenText(parameters.get('error')), errorEntry(key).proxyStatus)
  assert.deepEqual(others, [])
}

function tokenText(value: unknown): unknown {
  return value instanceof Token ? value.toString() : value
}

function assertRecorded(key: ErrorKey, { record, verdict }: Flow): void {
  const entry = errorEntry(key)

  assert.equal(record.error_key, key)
  assert.equal(record.code, entry.code)
  assert.equal(record.code_name, entry.codeName)
  assert.equal(record.error, errorMessage(key, record.error_facts))
  assert.equal(verdict.key, key)
  assert.equal(verdict.certainty, 'certain')
  assert.ok(verdict.evidence.length > 0, 'a verdict names its evidence')
  assert.ok(verdict.next_steps.length > 0, 'a failure has a next step')
}
