import assert from 'node:assert/strict'
import { test } from 'node:test'
import { definitionOf, gatewayText, problemsOf } from './definition-under-test.ts'

test('anchors, aliases and merges save writing, and problems behind them keep their place', () => {
  const text = `version: 1
x-open: &open { app: false }
x-slow: &slow
  firstByte: 60000
  idle: 5s
gateways:
  - name: shop
    resources:
      - { name: a, method: GET, path: /a, auth: *open }
      - { name: b, method: GET, path: /b, auth: { <<: *open, user: true } }
      - { name: c, method: GET, path: /c, timeoutMs: { <<: [*slow], connect: 1 } }
`

  const problems = problemsOf(text)
  const [gateway] = definitionOf(text.replace('5s', '5000')).gateways

  assert.deepEqual(problems, ['5:9 expected a number of milliseconds, got "5s" | Write 5000.'])
  const [a, b, c] = gateway?.resources ?? []
  assert.deepEqual(a?.auth, { app: false, user: false, permission: false })
  assert.deepEqual(b?.auth, { app: false, user: true, permission: false })
  assert.deepEqual(c?.timeoutMs, { connect: 1, firstByte: 60_000, idle: 5_000 })
})

test('an alias without an anchor above it is told with its place', () => {
  assert.deepEqual(problemsOf(gatewayText('public: *later\nx-a: &later true')), [
    '4:13 there is no anchor &later above this alias',
  ])
})

test('ten lines of aliases cannot become a billion values', () => {
  const lines = ['version: 1', 'x-0: &a0 [v, v, v, v, v, v, v, v, v, v]']
  for (let n = 1; n <= 9; n += 1) {
    lines.push(`x-${n}: &a${n} [${Array.from({ length: 10 }, () => `*a${n - 1}`).join(', ')}]`)
  }

  const [problem, ...others] = problemsOf(lines.join('\n'))

  assert.match(problem ?? '', /aliases repeat too much/)
  assert.deepEqual(others, [])
})

test('an alias inside its own anchor is refused', () => {
  assert.match(problemsOf('version: 1\nx-a: &a [*a]\n')[0] ?? '', /nested too deeply/)
})
