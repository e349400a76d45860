import assert from 'node:assert/strict'
import { test } from 'node:test'
import { errorEntry, errorKeys, type ErrorKey } from '../../model/error-table.ts'
import { errorMessage } from '../../model/error-message.ts'
import { identify } from '../fingerprints/identify.ts'
import { judgeResponse } from '../judge-response.ts'
import { diagnoseText } from '../transcripts/diagnose-text.ts'

/** As `refuse` writes it. */
function refusalText(key: ErrorKey, link: string): string {
  const { status, code, codeName } = errorEntry(key)
  const message = errorMessage(key, {
    reason: 'a reason',
    rcode: 'SERVFAIL',
    alert: '40',
    plugin: 'mock',
    key: 'k',
  })
  const body = JSON.stringify({ code, data: null, code_name: codeName, message, result: false })
  return `HTTP/1.1 ${status} X\nContent-Type: application/json; charset=utf-8\nX-Bkapi-Error-Code: ${code}\nX-Bkapi-Error-Message: ${message}\nX-Bkapi-Request-ID: 1\n${link}\n${body}\n`
}

test('an answer of the gateway is recognised by the key that it links to', () => {
  for (const key of errorKeys) {
    const link = `Link: <https://console.example.test/errors/${key}>; rel="help"\n`
    assert.equal(diagnoseText(refusalText(key, link)).verdict.key, key)
  }
})

test('without the link the verdict may know less, but never says more than it knows', () => {
  for (const key of errorKeys) {
    const { verdict } = diagnoseText(refusalText(key, ''))

    assert.equal(verdict.responder === 'none' ? 'gateway' : verdict.responder, 'gateway', key)
    const isRight =
      verdict.fault === errorEntry(key).fault && verdict.owner === errorEntry(key).owner
    assert.ok(isRight || verdict.key === 'gateway_error_unlisted', `${key} became ${verdict.key}`)
  }
})

test('a link to another code does not decide', () => {
  const link = 'Link: <https://console.example.test/errors/app_missing>; rel="help"\n'

  assert.equal(diagnoseText(refusalText('backend_refused', link)).verdict.key, 'backend_refused')
})

test('our own socket sees every field: a gateway body without the marks was copied', () => {
  const response = {
    status: 403,
    reason: 'Forbidden',
    headers: [
      ['Content-Type', 'application/json'],
      ['Content-Length', '120'],
    ],
    body: '{"code":1640301,"data":null,"code_name":"APP_NO_PERMISSION","message":"App has no permission to the resource","result":false}',
    complete: true,
    bodyKept: true,
    bodySeen: true,
  } as const
  const request = {
    method: 'GET',
    scheme: 'http',
    host: 'shop.test',
    path: '/',
    resourceHasVariables: undefined,
    contentType: '',
    bodyBytes: 0,
    exitAddress: '',
    via: 'text',
  } as const
  const keyOf = (ownSocket: boolean): string =>
    judgeResponse({ response, request: { ...request, ownSocket }, writer: identify(response) }).key

  assert.equal(keyOf(true), 'backend_imitates_gateway')
  assert.equal(keyOf(false), 'app_no_permission')
})
