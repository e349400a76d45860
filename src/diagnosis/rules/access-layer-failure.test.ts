import assert from 'node:assert/strict'
import { test } from 'node:test'
import { diagnoseText } from '../transcripts/diagnose-text.ts'

function envoyAnswer(reason: string): string {
  return `HTTP/1.1 503 Service Unavailable\nserver: istio-envoy\ncontent-type: text/plain\n\nupstream connect error or disconnect/reset before headers. reset reason: ${reason}\n`
}

test('a page that names its cause is not said to have no live service behind it', () => {
  const tls =
    'remote connection failure, transport failure reason: TLS_error:|268435703:SSL routines:OPENSSL_internal:WRONG_VERSION_NUMBER:TLS_error_end'
  for (const [text, quoted] of [
    [envoyAnswer(tls), 'WRONG_VERSION_NUMBER'],
    [envoyAnswer('connection termination'), '"connection termination"'],
    [
      'HTTP/1.1 503 Backend fetch failed\nServer: Varnish\nX-Varnish: 32770\nRetry-After: 5\n\n<!DOCTYPE html><html><head><title>503 Backend fetch failed</title></head><body><h1>Error 503 Backend fetch failed</h1><p>Backend fetch failed</p><h3>Guru Meditation:</h3><p>XID: 32770</p><hr><p>Varnish cache server</p></body></html>',
      'answered 503; it got no valid answer',
    ],
  ] as const) {
    const { verdict } = diagnoseText(text)

    assert.equal(verdict.key, 'access_layer_bad_gateway', text)
    assert.ok(verdict.summary.includes(quoted), verdict.summary)
    assert.doesNotMatch(verdict.summary, /no live service/)
  }
})

test('TLS to a port without TLS is told in the next step', () => {
  const [step = ''] = diagnoseText(envoyAnswer('TLS_error:WRONG_VERSION_NUMBER')).verdict.next_steps

  assert.match(step, /speaks TLS to a port that does not/)
})

test('a limit of the access layer is no missing service', () => {
  const { verdict } = diagnoseText(envoyAnswer('overflow'))

  assert.match(verdict.summary, /a limit of its own for the service was reached \("overflow"\)/)
})

test('no healthy host is said without alternatives, a bare 503 with all of them', () => {
  const healthy = diagnoseText(
    'HTTP/1.1 503 Service Unavailable\nserver: envoy\ncontent-type: text/plain\n\nno healthy upstream\n',
  )
  const bare = diagnoseText(
    'HTTP/1.1 503 Service Temporarily Unavailable\nServer: nginx/1.18.0\nContent-Type: text/html\n\n<html>\n<head><title>503 Service Temporarily Unavailable</title></head>\n<body>\n<center><h1>503 Service Temporarily Unavailable</h1></center>\n<hr><center>nginx/1.18.0</center>\n</body>\n</html>\n',
  )

  assert.match(healthy.verdict.summary, /it has no live service behind it\.$/)
  assert.match(
    bare.verdict.summary,
    /no live service .*, reached a limit .*, or was told to answer so/,
  )
})

test('the meaning of a page goes before its status', () => {
  const { verdict } = diagnoseText(
    'HTTP/1.1 504 Gateway Timeout\nX-Powered-By: Express\nContent-Type: text/plain\n\nError occurred while trying to proxy: shop.test/api\n',
  )

  assert.doesNotMatch(verdict.summary, /did not answer in time/)
})
