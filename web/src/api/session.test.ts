import assert from 'node:assert/strict'
import { test } from 'node:test'
import { QueryClient } from '@tanstack/react-query'
import { Problem } from './ask.ts'
import { forgetAnswers, isSignedOut } from './session.ts'

test('whoever signs in next sees no answer and no refusal that somebody before them got', async () => {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false, gcTime: 0 } } })
  const key = ['/apps']
  client.setQueryData(key, 'those of ann')
  const asking = client.fetchQuery({
    queryKey: key,
    queryFn: () => Promise.reject(new Problem(401, { key: 'session_ended' })),
  })
  await assert.rejects(asking)

  await forgetAnswers(client)

  assert.equal(client.getQueryState(key)?.data, undefined)
  assert.equal(client.getQueryState(key)?.error ?? null, null)
  client.clear()
})

test('a wrong password of somebody who is signed in is not taken for the end of their session', () => {
  const keys = ['token_missing', 'token_wrong', 'session_ended', 'sign_in_failed']

  const out = keys.filter((key) => isSignedOut(new Problem(401, { key })))

  assert.deepEqual(out, ['token_missing', 'token_wrong', 'session_ended'])
  assert.equal(isSignedOut(new Problem(403, { key: 'not_permitted' })), false)
  assert.equal(isSignedOut(null), false)
})
