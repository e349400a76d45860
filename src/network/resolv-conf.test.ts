import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseResolvConf, searchOrder } from './resolv-conf.ts'

test('resolv.conf is read as the C library reads it', () => {
  const conf = parseResolvConf(
    [
      '# nameserver 192.0.2.9',
      'nameserver 192.0.2.1',
      'nameserver not-an-address',
      'nameserver 2001:db8::53 ',
      'nameserver 192.0.2.3',
      'nameserver 192.0.2.4',
      'domain first.test',
      'search Corp.test. other.test',
      'options rotate ndots:20 timeout:2',
      'options attempts:9',
    ].join('\n'),
    'host.ignored.test',
  )

  assert.deepEqual(conf, {
    servers: ['192.0.2.1', '2001:db8::53', '192.0.2.3'],
    search: ['corp.test', 'other.test'],
    ndots: 15,
    timeoutMs: 2_000,
    attempts: 5,
  })
})

test('an empty file means the local name server and the domain of the machine', () => {
  assert.deepEqual(parseResolvConf('', 'web1.corp.test'), {
    servers: ['127.0.0.1'],
    search: ['corp.test'],
    ndots: 1,
    timeoutMs: 1_500,
    attempts: 3,
  })
  assert.deepEqual(parseResolvConf('', 'web1').search, [])
})

test('a name with enough dots is tried as it is first, and one that ends in a dot only so', () => {
  const conf = parseResolvConf('search a.test b.test\n', 'web1')

  assert.deepEqual(searchOrder('api', conf), ['api.a.test', 'api.b.test', 'api'])
  assert.deepEqual(searchOrder('api.x', conf), ['api.x', 'api.x.a.test', 'api.x.b.test'])
  assert.deepEqual(searchOrder('api.', conf), ['api'])
  assert.deepEqual(searchOrder('api', parseResolvConf('search .\n', 'web1')), ['api'])
})
