/** A publisher's pattern must not be able to stop a worker. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hasNestedRepetition } from './nested-repetition.ts'

const refused = [
  String.raw`^(\w+)*$`,
  '^(a*)+$',
  '^(?:a+)+$',
  '^(?<name>a+)*$',
  '^((a+))*$',
  '^(a{1,9})*$',
  '^(a?b?)*$',
  '^(a+){2,}$',
  '^(a+){40}$',
  '^(a+)*?$',
  '^(a|a)*$',
  '^((a|b)c)+$',
  String.raw`^https://([a-z]+\.)*example\.com$`, // harmless, but of the same shape
  '^[(](a+)*$',
]
const accepted = [
  String.raw`^https?://.*\.example\.com(:\d+)?$`,
  String.raw`^https://[a-z0-9.-]+\.example\.com$`,
  '^https://(?:shop|pay)[.]example[.]com$',
  String.raw`^https://(shop|[a-z]+\.dev)\.example\.com(?::\d{1,5})?$`,
  String.raw`^(?:[0-9]{1,3}\.)?x$`,
  '^(ab)+(cd)*$',
  '^(abc){2}$',
  '^(a+){1}$',
  String.raw`^\(a+\)*$`,
  '^[(a+)*]+$',
  '^(?=a+)a$',
  'a{',
]

test('a repeated group that can match in more than one way is found', () => {
  for (const pattern of refused) assert.equal(hasNestedRepetition(pattern), true, pattern)
})

test('patterns that people write for origins pass', () => {
  for (const pattern of accepted) assert.equal(hasNestedRepetition(pattern), false, pattern)
})
