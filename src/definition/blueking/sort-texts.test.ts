import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ProblemList } from '../definition-problem.ts'
import { sortTexts } from './sort-texts.ts'

const own = { file: 'apps.yaml', text: 'version: 1\napps: []\n' }
const definition = { file: 'definition.yaml', text: 'spec_version: 2\n{% if x %}\nstages: []\n' }
const resources = { file: 'resources.yaml', text: '{"swagger": "2.0", "paths": {}}' }

test('files of the old system stand beside files of our own', () => {
  const { sorted, problems } = sort([own, resources, definition], 'shop')

  assert.deepEqual(problems, [])
  assert.deepEqual(sorted.own, [own])
  assert.deepEqual(sorted.blueKing, { gateway: 'shop', definition, resources })
})

test('a Swagger document without keys of the old system is one of a gateway only where one is named', () => {
  const { sorted, problems } = sort([resources], undefined)

  assert.deepEqual(problems, [])
  assert.deepEqual(sorted, { own: [resources], blueKing: undefined })
})

test('a definition of our own that holds such keys deeper down is our own', () => {
  const nested = {
    file: 'own.yaml',
    text: 'version: 1\nx-old:\n  spec_version: 2\napigateway: 1\n',
  }

  assert.deepEqual(sort([nested], undefined).sorted.own, [nested])
})

test('a template that begins with a statement is one of the old system', () => {
  const template = { file: 'definition.yaml', text: '{# ours #}\nspec_version: 2\n' }

  assert.equal(sort([template, resources], 'shop').sorted.blueKing?.definition, template)
})

const incomplete = [
  { title: 'without a name', texts: [definition, resources], gateway: undefined, files: 1 },
  { title: 'without resources', texts: [definition], gateway: 'shop', files: 1 },
  { title: 'without a definition', texts: [resources], gateway: 'shop', files: 1 },
  { title: 'twice', texts: [definition, resources, definition], gateway: 'shop', files: 1 },
  { title: 'of which only the name is there', texts: [own], gateway: 'shop', files: 1 },
] as const

for (const { title, texts, gateway, files } of incomplete) {
  test(`a gateway of the old system ${title} is refused`, () => {
    assert.equal(sort(texts, gateway).problems.length, files)
  })
}

function sort(texts: Parameters<typeof sortTexts>[0], gateway: string | undefined) {
  const problems = new ProblemList()
  const sorted = sortTexts(texts, gateway, problems)
  return { sorted, problems: problems.sorted(texts.map(({ file }) => file)) }
}
