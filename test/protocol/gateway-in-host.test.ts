import assert from 'node:assert/strict'
import { test } from 'node:test'
import { script, scriptedBackend } from '../scripted-backend.ts'
import { dataPlaneUnderTest } from './data-plane-under-test.ts'

test('a gateway in the name of the host is found in any case, and with the dot of a whole name', async (t) => {
  const backend = await scriptedBackend(t, script.readRequest().respond(200, 'yes').again())
  const settings = { hostTemplate: '{gateway}.example.com' }
  const plane = await dataPlaneUnderTest(t, { backends: [backend.port], settings })
  const client = await plane.connect()

  for (const host of ['shop.example.com', 'SHOP.Example.com:80', 'shop.example.com.']) {
    const answer = await client.send(`GET /prod/orders HTTP/1.1\r\nHost: ${host}\r\n\r\n`).answer()
    assert.equal(answer.status, 200, host)
  }
})
