import assert from 'node:assert/strict'
import { test } from 'node:test'
import { classify, diagnose } from '../../src/diagnosis/diagnose.ts'
import { diagnoseText } from '../../src/diagnosis/transcripts/diagnose-text.ts'
import { errorKeys } from '../../src/model/error-table.ts'
import { responseDescriptions, type Verdict } from '../../src/model/verdict.ts'
import { verdictOnlyKeys } from '../../src/model/verdict-keys.ts'
import { goldenCases, type GoldenCase } from './golden-cases.ts'
import { goldenRecord } from './golden-record.ts'

const contacts = {
  maintainersOf: () => ['shop-admin', 'shop-oncall'],
  ownersOf: () => ['orders-team'],
  appOwner: () => 'shop-web-team',
  operator: 'platform-team',
}

for (const golden of goldenCases) {
  test(`${golden.file}: ${golden.title}`, () => {
    const verdict = verdictFor(golden)

    compare(verdict, golden)
  })
}

for (const golden of goldenCases.filter(({ record }) => record !== undefined)) {
  test(`${golden.file}: ${golden.title}: the flow log's columns say the same`, () => {
    const columns = classify(goldenRecord(golden.record ?? {}))

    const { responder, fault, owner, key } = golden.expect
    assert.deepEqual(columns, { responder, fault, owner, key })
  })
}

test('every key of an error and of a verdict has a golden case', () => {
  const covered = new Set(goldenCases.map(({ expect }) => expect.key))

  const missing = [...errorKeys, ...verdictOnlyKeys].filter((key) => !covered.has(key))
  assert.deepEqual(missing, [])
})

function verdictFor({ record, text }: GoldenCase): Verdict {
  if (text !== undefined) return diagnoseText(text).verdict
  return diagnose(goldenRecord(record ?? {}), { contacts })
}

function compare(verdict: Verdict, { expect, text }: GoldenCase): void {
  const { responder, fault, owner, certainty, key } = verdict
  assert.deepEqual(
    { responder, fault, owner, certainty, key },
    {
      responder: expect.responder,
      fault: expect.fault,
      owner: expect.owner,
      certainty: expect.certainty,
      key: expect.key,
    },
  )
  if (expect.response_desc !== undefined)
    assert.equal(verdict.response_desc, responseDescriptions[expect.response_desc])
  if (expect.software !== undefined) assert.equal(verdict.software, expect.software)
  if (expect.detected !== undefined)
    assert.equal(diagnoseText(text ?? '').detected, expect.detected)
  assert.ok(verdict.evidence.length > 0, 'a verdict names evidence')
  contains(verdict.summary, expect.summary)
  contains(verdict.evidence.map(({ statement }) => statement).join('\n'), expect.evidence)
  contains(verdict.next_steps.join('\n'), expect.step)
  contains(verdict.contacts.map(({ name }) => name).join('\n'), expect.contact)
  contains(verdict.would_confirm.join('\n'), expect.would_confirm)
}

function contains(text: string, part: string | undefined): void {
  if (part !== undefined) assert.ok(text.includes(part), `"${part}" is not in:\n${text}`)
}
