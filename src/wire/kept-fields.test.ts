/** What passes to the other side keeps its order and bytes. */
import assert from 'node:assert/strict'
import test from 'node:test'
import * as fc from 'fast-check'
import { FieldKind, FieldTable } from './field-table.ts'
import { keptFields } from './kept-fields.ts'
import { parseRequestHead, RequestHead } from './request-head.ts'

const limits = { headBytes: 16_384, uriBytes: 8_192, fields: 100 }
const cookie = 20
const table = new FieldTable({ cookie })

function kept(
  lines: readonly string[],
  dropped: readonly number[],
  removed: readonly string[],
): string {
  const head = new RequestHead(table)
  const text = ['GET / HTTP/1.1', ...lines, '', ''].join('\r\n')
  assert.ok(parseRequestHead(head, text, limits) > 0, head.problem?.key)
  const dropKinds = new Uint8Array(256)
  for (const kind of dropped) dropKinds[kind] = 1
  return keptFields(head, dropKinds, removed)
}

test('cut fields go with their whole line, wherever they stand', () => {
  const lines = ['Cookie: a', 'Host:  h', 'COOKIE: b', 'cookie:c', 'X-A:  1 ', 'Cookie: d']

  assert.equal(kept(lines, [cookie], []), 'Host:  h\r\nX-A:  1 \r\n')
  assert.equal(kept(lines, [cookie, FieldKind.host], ['x-a']), '')
  assert.equal(kept(lines, [], ['cookie', 'x-a']), 'Host:  h\r\n')
  assert.equal(kept(lines, [], []), `${lines.join('\r\n')}\r\n`)
})

test('fields that Connection names are cut with the hop kind', () => {
  const lines = ['Host: h', 'X-A: 1', 'Connection: x-a', 'X-B: 2']

  assert.equal(kept(lines, [FieldKind.hop, FieldKind.connection], []), 'Host: h\r\nX-B: 2\r\n')
})

test('what is kept equals the lines filtered one by one', () => {
  const line = fc.constantFrom('Cookie: a', 'X-A: 1', 'X-B:', 'Accept: \t*/*', 'TE: x')
  const all = fc.array(line, { maxLength: 8 })
  fc.assert(
    fc.property(all, fc.subarray(['x-a', 'x-b', 'accept']), (lines, removed) => {
      const expected = lines.filter((text) => {
        const name = text.slice(0, text.indexOf(':')).toLowerCase()
        return name !== 'cookie' && name !== 'te' && !removed.includes(name)
      })
      const result = kept(['Host: h', ...lines], [cookie, FieldKind.hop, FieldKind.host], removed)
      assert.equal(result, expected.map((text) => `${text}\r\n`).join(''))
    }),
  )
})
