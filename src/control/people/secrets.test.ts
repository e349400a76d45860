import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { FastifyRequest } from 'fastify'
import { maskSecrets } from '../../diagnosis/mask-secrets.ts'
import { AttemptLimits } from './attempt-limits.ts'
import { FreshMemory } from './fresh-memory.ts'
import { hashPassword, isOutdated, isPassword } from './password-hash.ts'
import type { People } from './people.ts'
import { idIn, isSecretOf, newSecret } from './secret-text.ts'
import { limited } from './sign-in.ts'

test('a secret is found by its id, proved by its hash, and told from one that was cut or mistyped', () => {
  const { id, text, hash } = newSecret('token')

  assert.match(text, /^flt_[0-9A-Za-z]{60}$/)
  assert.equal(idIn('token', text), id)
  assert.equal(idIn('session', text), undefined)
  assert.equal(idIn('token', text.slice(0, -1)), undefined)
  assert.equal(
    idIn(
      'token',
      text.replace(/.$/, (last) => (last === 'a' ? 'b' : 'a')),
    ),
    undefined,
  )
  assert.ok(isSecretOf(text, hash))
  assert.equal(isSecretOf(newSecret('token').text, hash), false)
  assert.equal(hash.includes(text), false)
  assert.doesNotMatch(maskSecrets(`curl ${text} -v`), /\w{20}/)
})

test('a password is kept as argon2id with its parameters, of which weaker ones are made anew', async () => {
  const encoded = await hashPassword('pass phrase')
  const weaker = await hashPassword('pass phrase', { memory: 64, passes: 1, parallelism: 1 })

  assert.match(encoded, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/)
  assert.deepEqual([isOutdated(encoded), isOutdated(weaker)], [false, true])
  assert.deepEqual(
    [await isPassword('pass phrase', encoded), await isPassword('pass phrase', weaker)],
    [true, true],
  )
  assert.equal(await isPassword('another', encoded), false)
  assert.equal(await isPassword('', ''), false)
  assert.equal(await isPassword('\u0041\u030a', await hashPassword('\u00c5')), true) // NFKC
})

test('an unknown name takes as long as a wrong password', async () => {
  const encoded = await hashPassword('pass phrase')
  await isPassword('x', '') // makes what is compared with
  const fastestOf = async (kept: string): Promise<number> => {
    const times: number[] = []
    for (let run = 0; run < 4; run++) {
      const beganMs = performance.now()
      await isPassword('x', kept)
      times.push(performance.now() - beganMs)
    }
    return Math.min(...times)
  }

  const [known, unknown] = [await fastestOf(encoded), await fastestOf('')]

  assert.ok(unknown > known / 3 && known > unknown / 3, `${known} and ${unknown} ms`)
})

test('only so many wait for their password to be checked; the next is told when to come again', async () => {
  const checks = Array.from({ length: 40 }, () => isPassword('x', weakest))
  const results = await Promise.allSettled(checks)

  const refused = results.filter(({ status }) => status === 'rejected')
  assert.equal(refused.length, 8)
  assert.equal(await isPassword('x', weakest), false)
})
const weakest = await hashPassword('y', { memory: 8, passes: 1, parallelism: 1 })

test('attempts come back with time, and a flood of names and addresses takes no more memory', () => {
  const limits = new AttemptLimits()
  const ann = { name: 'ann', address: '192.0.2.7' }
  const tries = Array.from({ length: 6 }, () => limits.begin(ann, false, 1_000))

  assert.deepEqual(tries.slice(0, 5), [0, 0, 0, 0, 0])
  assert.equal(tries[5], 60_000)
  assert.equal(limits.begin(ann, false, 61_000), 0)
  for (let number = 0; number < 30_000; number++) {
    limits.begin({ name: `n${number}`, address: `2001:db8:${number.toString(16)}::1` }, false, 1)
  }
  const inOneNetwork = Array.from({ length: 40 }, (_, number) =>
    limits.begin({ name: `m${number}`, address: `fd00::${number.toString(16)}` }, false, 1),
  )
  assert.equal(inOneNetwork.filter((waitMs) => waitMs === 0).length, 30)
})

test('who signs in without a password takes no room from addresses that passwords were right from', async () => {
  const limits = new AttemptLimits()
  const ann = { name: 'ann', address: '192.0.2.7' }
  const nothing = async (): Promise<void> => undefined
  limits.signedIn(ann)

  for (let number = 0; number < 11_000; number++) {
    const request = { ip: `2001:db8:${number.toString(16)}::1` } as FastifyRequest // all that is asked of both
    await limited({ limits } as People, request, `identity provider ${number}`, nothing)
  }
  for (let number = 0; number < 30; number++) {
    limits.begin({ name: 'ann', address: `198.51.100.${number}` }, false, 1)
  }

  assert.ok(limits.begin({ name: 'ann', address: '203.0.113.9' }, false, 1) > 0, 'guessed at')
  assert.equal(limits.begin(ann, false, 1), 0)
})

test('what is looked up while something is changed is not remembered', async () => {
  const memory = new FreshMemory<string>()
  const slow = Promise.withResolvers<string>()

  const looking = memory.of('key', () => slow.promise)
  memory.clear()
  slow.resolve('as it was before')

  assert.equal(await looking, 'as it was before')
  assert.equal(await memory.of('key', async () => 'as it is now'), 'as it is now')
  assert.equal(await memory.of('key', async () => 'not asked again'), 'as it is now')
})
