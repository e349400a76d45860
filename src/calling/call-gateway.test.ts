import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gatewaySeen } from './call-gateway.ts'

test('a gateway that refused is told from one that passed an answer on', () => {
  const refused = gatewaySeen([
    ['X-Bkapi-Request-ID', '0198-abc'],
    ['X-Bkapi-Error-Code', '1650200'],
    ['Proxy-Status', 'faultline; error=connection_refused'],
    ['Link', '<http://127.0.0.1:8801/errors/backend_refused>; rel="help"'],
  ])
  const passed = gatewaySeen([
    ['X-Bkapi-Request-ID', '0198-abc'],
    ['Proxy-Status', 'cdn; received-status=200, faultline; received-status=200'],
  ])

  assert.deepEqual(
    [refused?.role, refused?.name, refused?.errorCode],
    ['answered', 'faultline', '1650200'],
  )
  assert.equal(refused?.help, 'http://127.0.0.1:8801/errors/backend_refused')
  assert.deepEqual([passed?.role, passed?.name], ['passed', 'faultline'])
})

test('an older gateway without Proxy-Status is still seen by its request id', () => {
  assert.equal(gatewaySeen([['X-Bkapi-Request-ID', 'abc']])?.role, 'unclear')
  assert.equal(gatewaySeen([['Server', 'nginx']]), undefined)
})

test('the command to go on with asks the console that the Link leads to', () => {
  const command = (link: string): string | undefined =>
    gatewaySeen([
      ['X-Bkapi-Request-ID', '0198-abc'],
      ['Link', `<${link}>; rel=help`],
    ])?.command

  assert.equal(command('http://127.0.0.1:8801/errors/x'), 'faultline why 0198-abc')
  assert.equal(
    command('https://console.test/faultline/errors/x'),
    'faultline why 0198-abc --server https://console.test/faultline',
  )
  assert.equal(command('javascript:alert(1)/errors/x'), 'faultline why 0198-abc')
})

test('an id that a shell would act on is never part of a command', () => {
  assert.equal(gatewaySeen([['X-Bkapi-Request-ID', '$(reboot)']])?.command, '')
})

test("a gateway's code that does not fit to the rest proves nothing", () => {
  const headers = [['X-Bkapi-Error-Code', '1650200']] as const

  assert.equal(gatewaySeen(headers)?.role, 'answered')
  assert.equal(gatewaySeen(headers, true)?.role, 'unclear')
})
