import assert from 'node:assert/strict'
import test from 'node:test'
import * as fc from 'fast-check'
import { problemsOf } from './definition-under-test.ts'
import { parseYaml } from './parse-yaml.ts'
import { readJson } from './read-json.ts'
import { plainValue } from './yaml-value.ts'

function yamlOf(text: string): unknown {
  const parsed = parseYaml(text)
  assert.ok(parsed.ok, text)
  return plainValue(parsed.document, undefined, new Map(), (_, message) => assert.fail(message))
    .value
}

test('what is read as JSON is what YAML would have read', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.nat(3), (value, indent) => {
      const text = JSON.stringify(value, null, indent)
      const read = readJson(text)
      if (read !== undefined) assert.deepEqual(read, yamlOf(text))
    }),
    { numRuns: 500 },
  )
})

test('a text in which YAML sees more than JSON, or that is none, is left to it', () => {
  const left = [
    'version: 1',
    '{"a": 1, "a": 2}',
    String.raw`{"a": 1, "\u0061": 2}`,
    '{"a": "${HOME}"}',
    String.raw`{"a": "\u0024{HOME}"}`,
    '{"<<": {"a": 1}}',
    '{"__proto__": 1}',
    '{"a": 1} # comment',
    `{"a": ${'['.repeat(70)}${']'.repeat(70)}}`,
    '[]',
    '',
  ]
  const taken = [
    '{}',
    ' {"a": "b\\\\"}',
    String.raw`{"\"": {"x": [1, "\\\":"]}, "a" : "{\"b\": 1}"}`,
  ]

  assert.deepEqual(
    left.map((text) => readJson(text)),
    left.map(() => undefined),
  )
  for (const text of taken) assert.deepEqual(readJson(text), JSON.parse(text))
})

test('problems of JSON have the line and column of their value', () => {
  const text = '{"version": 1,\n "gateways": [{"name": "shop",\n   "publick": true}]}'

  assert.deepEqual(problemsOf(text), ['3:4 unknown key "publick" | Did you mean "public"?'])
})

test('a key that is written twice is told of in JSON as well', () => {
  const text = '{"version": 1,\n "gateways": [{"name": "shop",\n   "name": "shop"}]}'

  assert.match(problemsOf(text).join(), /3:4 "name" is written twice here/)
})
