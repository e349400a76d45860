import assert from 'node:assert/strict'
import { test } from 'node:test'
import { proceed } from '../model/plugin.ts'
import { ipRestriction } from './ip-restriction.ts'
import { bindListed, decisionOf, testExchange } from './plugin-under-test.ts'

const refusedWith = (ip: string, reason = 'Your IP address is not allowed') => ({
  kind: 'reject',
  key: 'ip_not_allowed',
  facts: { ip, reason },
})

test('only listed addresses and ranges pass a whitelist, written as text with comments', () => {
  const bound = bindListed(ipRestriction, {
    whitelist: '192.0.2.7 # office\n\n# proxies\n10.0.0.0/8\r\n2001:db8::/32\n',
  })
  const decide = (address: string) => decisionOf(bound, testExchange({ address }))

  for (const address of ['192.0.2.7', '10.255.0.1', '2001:db8:1::5', '::ffff:10.1.2.3']) {
    assert.equal(decide(address), proceed, address)
  }
  for (const address of ['192.0.2.8', '11.0.0.1', '2001:db9::1']) {
    assert.deepEqual(decide(address), refusedWith(address))
    assert.deepEqual(decide(address), refusedWith(address), 'the remembered decision is the same')
  }
})

test('a blacklist refuses what it lists, with the message of the options', () => {
  const bound = bindListed(ipRestriction, { blacklist: ['192.0.2.0/24'], message: 'Ask us first' })

  assert.deepEqual(
    decisionOf(bound, testExchange({ address: '192.0.2.7' })),
    refusedWith('192.0.2.7', 'Ask us first'),
  )
  assert.equal(decisionOf(bound, testExchange({ address: '198.51.100.1' })), proceed)
})

test('a whitelist makes a blacklist beside it meaningless', () => {
  const bound = bindListed(ipRestriction, { whitelist: '192.0.2.7', blacklist: '192.0.2.7' })

  assert.equal(decisionOf(bound, testExchange({ address: '192.0.2.7' })), proceed)
})

test('the check names what is no address, and an empty restriction', () => {
  assert.deepEqual(ipRestriction.check?.({ whitelist: '10.0.0.0/33\n10.1\nexample.org' }), [
    { path: 'whitelist', message: '"10.0.0.0/33" is no address or CIDR range' },
    { path: 'whitelist', message: '"10.1" is no address or CIDR range' },
    { path: 'whitelist', message: '"example.org" is no address or CIDR range' },
  ])
  assert.deepEqual(ipRestriction.check?.({ blacklist: '# none' }), [
    { path: '', message: 'whitelist or blacklist must name an address' },
  ])
})
