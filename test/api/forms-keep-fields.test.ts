import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { draftsUnderTest } from '../../src/control/drafts/drafts-under-test.ts'
import { isRecord, type Path, valueAt, withValueAt } from '../../web/src/forms/json-path.ts'
import { changed, changesBetween } from '../../web/src/forms/member-changes.ts'
import { ownerOfAll } from '../clean-up.ts'

/** Forms of the console know some fields. Whatever else a definition says survives what they do and save. */
const owner = ownerOfAll()
const api = await draftsUnderTest({ after: (stop) => owner.after(stop) })
await api.ask('POST', '/gateways', { name: 'shop' })

/** Not `__proto__`, which is refused wherever it stands. */
const anything = fc
  .jsonValue({ maxDepth: 3 })
  .filter((value) => !JSON.stringify(value).includes('__proto__'))
const extensions = fc.dictionary(fc.stringMatching(/^x-[a-zA-Z0-9 .]{1,12}$/), anything, {
  maxKeys: 3,
})

const definition = fc
  .record({ top: extensions, auth: extensions, backend: extensions, plugin: extensions })
  .map((x) => ({
    ...x.top,
    name: 'get_order',
    method: 'GET',
    auth: { user: true, ...x.auth },
    path: '/orders/{id}',
    labels: ['b', 'a'],
    backend: { ...x.backend, path: '/v1/{id}' },
    plugins: [
      { ...x.plugin, type: 'header-rewrite', config: { set: { 'X-Token': 'secret-one' } } },
    ],
    docs: { en: '# One' },
  }))

/** What the fields of the form do: `undefined` is a field that was emptied. */
const edits: readonly (readonly [Path, readonly unknown[]])[] = [
  [['method'], ['POST', 'ANY']],
  [['path'], ['/o/{id}', '/{id}']],
  [['matchSubpath'], [true, undefined]],
  [
    ['auth', 'app'],
    [true, undefined],
  ],
  [['auth', 'user'], [undefined]],
  [
    ['backend', 'path'],
    ['/v2/{id}', undefined],
  ],
  [
    ['backend', 'method'],
    ['PUT', undefined],
  ],
  [
    ['timeoutMs', 'total'],
    [5_000, undefined],
  ],
  [['bodyLimitBytes'], [1_024, undefined]],
  [['labels'], [['a', 'c'], undefined]],
  [['deprecated'], [{}, { note: 'gone soon' }]],
  [
    ['schema', 'parameters'],
    [[{ name: 'id', in: 'path' }], undefined],
  ],
  [
    ['docs', 'en'],
    ['**two**', undefined],
  ],
  [['plugins', 0, 'config', 'remove'], [['X-Old']]],
]
const edit = fc.constantFrom(
  ...edits.flatMap(([path, values]) => values.map((value) => [path, value] as const)),
)
const path = '/gateways/shop/resources/get_order'

test('what a form saves leaves every byte of all that it does not know, also upon what another saved', async () => {
  await fc.assert(
    fc.asyncProperty(
      definition,
      fc.array(edit, { minLength: 1, maxLength: 5 }),
      async (part, made) => {
        await api.ask('POST', '/gateways/shop/resources', part)
        const read = await api.ask('GET', path)
        const before = read.body['definition']
        const typed = made.reduce((now, [at, value]) => withValueAt(now, at, value), before)
        const theirs = { summary: 'of another', 'x-theirs': [null] }
        const other = await api.ask('PATCH', path, theirs, { 'if-match': read.etag })
        const late = await api.ask('PUT', path, typed, { 'if-match': read.etag })
        const rebased = changed(late.body['current'], changesBetween(before, typed))
        const saved = await api.ask('PUT', path, rebased, { 'if-match': String(late.body['etag']) })
        const after = (await api.ask('GET', path)).body['definition']
        await api.ask('DELETE', path, undefined, { 'if-match': '*' })

        assert.equal(late.status, 412, late.text)
        assert.equal(saved.status, 200, saved.text)
        const paths = made.map(([at]) => at)
        assert.equal(
          JSON.stringify(without(after, paths)),
          JSON.stringify(without(other.body['definition'], paths)),
        )
        for (const [at] of made) assert.deepEqual(valueAt(after, at), valueAt(typed, at))
      },
    ),
    { numRuns: 15 },
  )
})

test('a secret that a form only shows as *** is served as it was', async () => {
  const [part] = fc.sample(definition, 1)
  const hosts = { hosts: [{ url: 'http://orders' }] }
  await api.ask('PUT', '/gateways/shop/stages/prod/backends/default', hosts)
  await api.ask('POST', '/gateways/shop/resources', part)
  const { etag, body, text } = await api.ask('GET', path)
  const typed = withValueAt(body['definition'], ['summary'], 'another')

  await api.ask('PUT', path, typed, { 'if-match': etag })
  const released = await api.ask('POST', '/gateways/shop/stages/prod/release')

  assert.equal(released.status, 200, released.text)
  assert.ok(!text.includes('secret-one') && JSON.stringify(typed).includes('***'))
  assert.ok(JSON.stringify(api.publication()).includes('secret-one'))
})

/** Without what was edited, and without what was emptied by that. */
function without(value: unknown, paths: readonly Path[]): unknown {
  const copy: unknown = structuredClone(value)
  for (const at of paths) remove(copy, at)
  return copy
}

function remove(value: unknown, [step, ...rest]: Path): void {
  if (typeof value !== 'object' || value === null || step === undefined) return
  const inner: unknown = Reflect.get(value, step)
  if (rest.length > 0) remove(inner, rest)
  const isEmptied = rest.length > 0 && isRecord(inner) && Object.keys(inner).length === 0
  if (rest.length === 0 || isEmptied) Reflect.deleteProperty(value, step)
}
