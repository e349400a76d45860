import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Problem } from '../api/ask.ts'
import { firstHosts } from './first-hosts.ts'

test('first hosts never take the place of hosts that another said meanwhile', async (t) => {
  const sent: Headers[] = []
  t.mock.method(globalThis, 'fetch', (_url: string, { headers }: { headers: HeadersInit }) => {
    sent.push(new Headers(headers))
    const isFirst = sent.length === 1
    const body = isFirst ? { key: 'precondition_required' } : { definition: { hosts: [] } }
    return Promise.resolve(Response.json(body, { status: isFirst ? 428 : 200 }))
  })

  const thrown = await firstHosts('/gateways/shop/stages/prod/backends/default', 'http://a').catch(
    (error: unknown) => error,
  )

  assert.equal(sent[0]?.get('if-match'), null)
  assert.ok(thrown instanceof Problem && thrown.status === 412)
})
