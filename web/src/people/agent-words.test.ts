import assert from 'node:assert/strict'
import { test } from 'node:test'
import { agentWords, listedNames } from './agent-words.ts'

test('a session is named by browser and system, and what is unknown as it calls itself', () => {
  const chrome =
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36'
  assert.equal(agentWords(chrome), 'Chrome, Linux')
  assert.equal(agentWords('curl/8.5.0'), 'curl/8.5.0')
})

test('names are told apart by spaces and commas of both languages, each once', () => {
  assert.deepEqual(listedNames(' shop-admins, pay，ops shop-admins '), [
    'shop-admins',
    'pay',
    'ops',
  ])
  assert.deepEqual(listedNames('  '), [])
})
