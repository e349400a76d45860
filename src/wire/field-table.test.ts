/** Names are found whatever their case, and nothing else is. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { FieldKind, FieldTable } from './field-table.ts'

const table = new FieldTable({
  cookie: 20,
  'x-bkapi-jwt': { kind: 21, underscores: true },
  'x-request-id': 22,
  'x-bkapi-': { kind: 23, underscores: true },
  'x-plain-': 24,
})

function kindOf(name: string): number {
  return table.lookup(Buffer.from(`  ${name}: x`, 'latin1'), 2, 2 + name.length)
}

test('a known name has its kind in any case of letters', () => {
  const cases: [string, number][] = [
    ['Host', FieldKind.host],
    ['CONTENT-LENGTH', FieldKind.contentLength],
    ['te', FieldKind.hop],
    ['cOOkie', 20],
    ['X-Bkapi-Jwt', 21],
    ['X-Request-ID', 22],
  ]
  for (const [name, kind] of cases) assert.equal(kindOf(name), kind, name)
})

test('an underscore is a dash only where the table says so', () => {
  assert.equal(kindOf('X_Bkapi-JWT'), 21)
  assert.equal(kindOf('x_bkapi_jwt'), 21)
  assert.equal(kindOf('X_Request_ID'), FieldKind.other)
  assert.equal(kindOf('Content_Length'), FieldKind.contentLength)
})

test('other names have no kind, also those of the same length and letter', () => {
  for (const name of ['cookif', 'Cookies', 'c', 'x-bkapj-jwt', 'hos', 'x'.repeat(200)]) {
    assert.equal(kindOf(name), FieldKind.other, name)
  }
})

test('a prefix covers every longer name that has no kind of its own, however long', () => {
  assert.equal(kindOf('X-Bkapi-Other'), 23)
  assert.equal(kindOf('x_bkapi_o'), 23)
  assert.equal(kindOf(`X-Bkapi-${'o'.repeat(200)}`), 23)
  assert.equal(kindOf('X-Bkapi-JWT'), 21)
  assert.equal(kindOf('X-Plain-A'), 24)
  for (const name of ['X-Plain_A', 'X_Plain-A', 'X-Plain-', 'X-Plain', 'X-Bkapi', 'Y-Bkapi-A'])
    assert.equal(kindOf(name), FieldKind.other, name)
})

test('a table refuses a name that no lower-case comparison could find', () => {
  assert.throws(() => new FieldTable({ Cookie: 20 }), /Cookie/)
  assert.throws(() => new FieldTable({ x_a: 20 }), /x_a/)
})
