import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { definitionMeanings, gatewayMeanings } from './import-gateway.ts'
import {
  authMeanings,
  backendMeanings,
  operationMeanings,
  resourceMeanings,
} from './import-resource.ts'
import { documentMeanings } from './import-resources.ts'
import { configMeanings, stageMeanings } from './import-stage.ts'
import type { KeyMeaning } from './known-keys.ts'

const page = readFileSync(
  new URL('../../../docs/reference/blueking-import.md', import.meta.url),
  'utf8',
)

/** Beginnings of documents, which say nothing about a gateway. */
const unsaid = new Set(['info', 'swagger', 'openapi', 'paths', 'servers', 'externalDocs'])

test('the page of the import names every key that the import knows', () => {
  const named = new Set(wordsIn(page))

  const missing = keysOf(() => true).filter((key) => !named.has(key) && !unsaid.has(key))

  assert.deepEqual(missing, [])
})

test('its tables of what has no effect hold every key without effect', () => {
  const tables = page.split('\n\n').filter((part) => part.startsWith('| without effect |'))
  const said = new Set(tables.flatMap(wordsIn))

  const missing = keysOf((meaning) => meaning !== 'taken').filter((key) => !said.has(key))

  assert.equal(tables.length, 2)
  assert.deepEqual(missing, [])
})

function keysOf(isWanted: (meaning: KeyMeaning) => boolean): string[] {
  return [
    definitionMeanings,
    gatewayMeanings,
    stageMeanings,
    configMeanings,
    documentMeanings,
    operationMeanings,
    resourceMeanings,
    authMeanings,
    backendMeanings,
  ].flatMap((meanings) => Object.keys(meanings).filter((key) => isWanted(meanings[key] ?? 'taken')))
}

/** Keys between backticks: `stages[].vars` holds two. */
function wordsIn(text: string): string[] {
  return [...text.matchAll(/`([^`\n]+)`/g)].flatMap(([, code = '']) => code.split(/[^\w-]+/))
}
