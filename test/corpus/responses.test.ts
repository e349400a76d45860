import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { capturedResponses, textOf } from './captured-response.ts'
import { changes } from './changed-response.ts'
import { programTable } from './program-table.ts'
import { judged, scoreOf, type Judged } from './score.ts'

/** The floor is what was reached; it only rises. Issue 3 asks for 95 and 92. */
const leastLayerPercent = 99
const leastSoftwarePercent = 98

const responses = capturedResponses('all')

test('captured responses are told apart at least as well as before, and none confidently wrong', () => {
  const score = scoreOf(responses.map((response) => judged(response)))

  assert.deepEqual(score.confidentlyWrong.map(sentence), [])
  assert.ok(score.layerPercent >= leastLayerPercent, `layer right: ${score.layerPercent} %`)
  assert.ok(
    score.softwarePercent >= leastSoftwarePercent,
    `software right: ${score.softwarePercent} %`,
  )
})

for (const [name, change] of Object.entries(changes)) {
  test(`a captured response is never judged confidently wrong: ${name}`, () => {
    const wrong = responses
      .map((response) => judged(response, change(textOf(response))))
      .filter(({ confidentlyWrong }) => confidentlyWrong)

    assert.deepEqual(wrong.map(sentence), [])
  })
}

test('the reference page lists every program that is known', () => {
  const page = new URL('../../docs/reference/fingerprints.md', import.meta.url)

  assert.ok(readFileSync(page, 'utf8').includes(programTable()), 'docs/reference/fingerprints.md')
})

function sentence({ response, verdict }: Judged): string {
  return `${response.id} ${response.software}: said ${verdict.responder} ${verdict.software ?? '-'}, ${verdict.certainty}`
}
