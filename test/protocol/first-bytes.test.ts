/** How a broken answer began is evidence: one readable line, whoever of us has read it. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { escapedBytes } from '../../src/network/escaped-bytes.ts'
import { script, scriptedBackend } from '../scripted-backend.ts'
import { dataPlaneUnderTest, request } from './data-plane-under-test.ts'

test('a broken head is recorded as network writes what a peer said', async (t) => {
  const broken = `HTTP/1.1 200 \\ \xe9\r\nX: ${'x'.repeat(100)}`
  const backend = await scriptedBackend(t, script.readRequest().send(broken).end())
  const plane = await dataPlaneUnderTest(t, { backends: [backend.port], retries: 0 })
  const client = await plane.connect()

  await client.send(request()).answer()

  const { first_bytes: first = '' } = (await plane.record()).attempts[0] ?? {}
  assert.ok(first.startsWith(String.raw`HTTP/1.1 200 \\ \xe9\r\nX: xxx`), first)
  assert.equal(first, escapedBytes(Buffer.from(broken, 'latin1'), 64))
})
