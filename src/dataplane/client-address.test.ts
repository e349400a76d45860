import assert from 'node:assert/strict'
import { test } from 'node:test'
import { trustedProxies } from './client-address.ts'

const proxies = trustedProxies(['10.0.0.0/8', '192.0.2.7', 'fd00::/8', '::ffff:172.16.0.0/108'])

function addressOf(peer: string, forwardedFor?: string): string {
  return proxies.addressOf(peer, forwardedFor).address
}

test('without trusted proxies the peer is the caller, whatever it claims', () => {
  const none = trustedProxies([])

  assert.deepEqual(none.addressOf('203.0.113.9', '1.2.3.4'), {
    address: '203.0.113.9',
    family: 'ipv4',
    peerTrusted: false,
  })
  assert.deepEqual(none.addressOf('::ffff:203.0.113.9', undefined), {
    address: '203.0.113.9',
    family: 'ipv4',
    peerTrusted: false,
  })
  assert.deepEqual(none.addressOf('fe80::1%eth0', undefined), {
    address: 'fe80::1',
    family: 'ipv6',
    peerTrusted: false,
  })
})

test('a peer that is no trusted proxy cannot name another caller', () => {
  assert.deepEqual(proxies.addressOf('203.0.113.9', '1.2.3.4'), {
    address: '203.0.113.9',
    family: 'ipv4',
    peerTrusted: false,
  })
})

test('behind trusted proxies the right-most hop that is not one of them is the caller', () => {
  assert.equal(addressOf('10.0.0.1', '6.6.6.6, 203.0.113.9, 10.0.0.2'), '203.0.113.9')
  assert.equal(addressOf('::ffff:10.0.0.1', '203.0.113.9'), '203.0.113.9')
  assert.equal(addressOf('192.0.2.7', '203.0.113.9,172.16.5.5'), '203.0.113.9')
  assert.equal(addressOf('192.0.2.8', '203.0.113.9'), '192.0.2.8')
  assert.equal(addressOf('fd00::1', '2001:DB8:0::9'), '2001:db8::9')
  assert.equal(proxies.addressOf('fd00::1', '2001:db8::9').family, 'ipv6')
  assert.equal(proxies.addressOf('fd00::1', '2001:db8::9').peerTrusted, true)
})

test('hops with ports and brackets are read, empty ones are skipped', () => {
  assert.equal(addressOf('10.0.0.1', '203.0.113.9:4711'), '203.0.113.9')
  assert.equal(addressOf('10.0.0.1', '[2001:db8::9]:4711 ,, 10.0.0.3 ,'), '2001:db8::9')
  assert.equal(addressOf('10.0.0.1', '::ffff:203.0.113.9'), '203.0.113.9')
  assert.equal(addressOf('10.0.0.1', '::FFFF:cb00:7109'), '203.0.113.9')
})

test('where every hop is a trusted proxy the left-most one is the caller', () => {
  assert.equal(addressOf('10.0.0.1', '10.0.0.3, 10.0.0.2'), '10.0.0.3')
  assert.equal(addressOf('10.0.0.1', ''), '10.0.0.1')
  assert.equal(addressOf('10.0.0.1'), '10.0.0.1')
})

test('a hop that is no address is not believed, nor is anything left of it', () => {
  assert.equal(addressOf('10.0.0.1', '203.0.113.9, unknown, 10.0.0.2'), '10.0.0.2')
  assert.equal(addressOf('10.0.0.1', 'unknown'), '10.0.0.1')
  assert.equal(addressOf('10.0.0.1', '010.0.0.9'), '10.0.0.1')
  assert.equal(addressOf('10.0.0.1', '203.0.113.9 10.0.0.2'), '10.0.0.1')
})

test('a list entry that is no address or range is named', () => {
  for (const bad of [
    '10.0.0.0/33',
    'fd00::/129',
    '::ffff:10.0.0.0/95',
    'proxy.test',
    '',
    '10.0.0/8',
  ]) {
    assert.throws(() => trustedProxies([bad]), {
      message: `not an address or CIDR range: "${bad}"`,
    })
  }
})
