import assert from 'node:assert/strict'
import { test } from 'node:test'
import { problemsOf } from './definition-under-test.ts'

test('a syntax error is told once, at its place, with what to do', () => {
  const cases: readonly (readonly [string, string])[] = [
    [
      'version: 1\ngateways:\n\t- name: shop\n',
      '3:1 not valid YAML: Tabs are not allowed as indentation | Indent with spaces: YAML allows no tabs there.',
    ],
    [
      'version: 1\ndescription: a: b\n',
      '2:14 not valid YAML: Nested mappings are not allowed in compact mappings | Compare the indentation with the lines above; a value that holds ": " needs quotes.',
    ],
    [
      'resources: [{ path: /orders/{id} }, { path: /a }]\n',
      '1:29 not valid YAML: Unexpected flow-map-start at node end | A value that holds { } [ ] , # or ": " needs quotes.',
    ],
    [
      'version: 1\n---\nversion: 1\n',
      '2:1 a second document begins here | Remove the line "---", or make two files.',
    ],
  ]

  for (const [text, problem] of cases) assert.deepEqual(problemsOf(text), [problem])
})

test('hostile text ends in one sentence instead of a full heap', () => {
  const size = 8 * 1024 * 1024
  const cases: readonly (readonly [string, RegExp])[] = [
    ['[', /nested too deeply/],
    ['{a: ', /nested too deeply/],
    ['- ', /nested too deeply/],
    ['}', /not valid YAML/],
    ['"\\x', /not valid YAML/],
    ['x', /expected a mapping/],
  ]

  for (const [piece, expected] of cases) {
    const problems = problemsOf(piece.repeat(size / piece.length))
    assert.equal(problems.length, 1, piece)
    assert.match(problems[0] ?? '', expected)
  }
})

test('a file above 8 MiB is not even parsed', () => {
  assert.deepEqual(problemsOf(`#${'é'.repeat(4 * 1024 * 1024)}`), [
    '1:1 the file is larger than 8 MiB | Split it: one file for each gateway.',
  ])
})
