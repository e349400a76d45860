import assert from 'node:assert/strict'
import { test } from 'node:test'
import { diagnoseText } from '../diagnosis/transcripts/diagnose-text.ts'
import { maskSecrets } from '../diagnosis/mask-secrets.ts'
import { redactBody, redactHeaders, redactQuery } from '../flowlog/redact.ts'
import { isSecretField, isSecretName, nameParts, wholeNames } from '../model/secret-names.ts'
import { SecretMask } from '../calling/call-secrets.ts'
import { planCall } from './call-plan.ts'
import { plainOptions } from '../../test/calling.ts'

const secret = 'SEKRETvalue'
const names = [...wholeNames, ...nameParts, 'db_pwd', 'my_token', 'a_ticket', 'x_signature']
const spellings = names.flatMap((name) => [name, name.replaceAll('_', '-')])

/** Written once more, so that a name cannot be dropped from the list unseen; those of the old system:
 *  src/flowlog/redact.test.ts. */
const shownOnce = [
  'pwd',
  'pass',
  'sig',
  'auth',
  'jwt',
  'sid',
  'otp',
  'pin',
  'passcode',
  '密码',
  '口令',
]
const alsoShown = [
  'subscription-key',
  'authorization_code',
  'assertion',
  'X-Auth-Key',
  'X-Master-Key',
]

test('names whose values were once shown are in the list', () => {
  for (const name of [...shownOnce, ...alsoShown]) assert.ok(isSecretField(name), name)
  for (const name of shownOnce) assert.ok(isSecretName(name), name)
})

test('each name of a secret is one for the flow log: in a query, a form, JSON and a field', () => {
  for (const name of spellings) {
    const form = `a=1&${name}=${secret}&b=2`
    hides(redactQuery(form), name)
    hides(redactBody(form, 'application/x-www-form-urlencoded'), name)
    hides(redactBody(JSON.stringify({ [name]: secret }), 'application/json'), name)
    if (isField(name)) hides(JSON.stringify(redactHeaders([[`x-${name}`, secret]])), name)
  }
})

test('each name of a secret is one for why: in a query, a form, JSON, a message and a field', () => {
  for (const name of [...spellings, 'key', 'code']) {
    hides(maskSecrets(`GET http://h/p?a=1&${name}=${secret}&b=2 HTTP/1.1`), name)
    hides(maskSecrets(`curl -d '${name}=${secret}' http://h/`), name)
    const asked = `curl -v 'http://h/p?${name}=${secret}'\n< HTTP/1.1 502 Bad Gateway\n`
    hides(JSON.stringify(diagnoseText(asked)), name)
  }
  for (const name of spellings) {
    hides(maskSecrets(JSON.stringify({ [name]: secret })), name)
    hides(maskSecrets(`refused ${name}=${secret}`), name)
    if (isField(name)) hides(maskSecrets(`> x-${name}: ${secret}`), name)
  }
})

test('each name of a secret is one for call: in a query, a form, and a field that comes back', () => {
  for (const name of [...spellings, 'key', 'code']) {
    const asQuery = planCall([`http://h/p?${name}=${secret}`], plainOptions, {}).mask
    const asForm = planCall(['http://h/'], { ...plainOptions, data: `${name}=${secret}` }, {}).mask
    hides(asQuery.text(`got ${secret}`), name)
    hides(asForm.text(`got ${secret}`), name)
  }
  for (const name of [...spellings, 'foo-key', 'key'].filter(isField)) {
    hides(new SecretMask().fieldValue(`X-${name}`, secret), name)
    const header = [`X-${name}: ${secret}`]
    hides(planCall(['http://h/'], { ...plainOptions, header }, {}).mask.text(`got ${secret}`), name)
  }
})

test('what verdicts need stays: codes, keys of errors and caches, request ids', () => {
  const texts = [
    '{"code": 1640101, "code_name": "APP_NO_PERMISSION", "key": "backend_refused"}',
    '{"code": "InvalidParameter", "error_key": "x", "result": false}',
    'X-Cache-Key: abc123def',
    'X-Bkapi-Request-ID: 0198-abc123',
    'GET http://h/p?code=1640101&page=2 HTTP/1.1',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
  ]
  for (const text of texts) assert.equal(maskSecrets(text), text)
  assert.equal(redactQuery('key=a&code=b'), 'key=a&code=b')
})

/** Names of fields are ASCII (RFC 9110 section 5.1). */
function isField(name: string): boolean {
  return /^[\w-]+$/.test(name)
}

function hides(shown: string, name: string): void {
  assert.ok(!shown.includes(secret), `${name}: ${shown}`)
}

test('a plain word that a query calls its key is not masked wherever it occurs, a real key is', () => {
  const mask = new SecretMask()
  mask.addMember('key', 'name')
  mask.addMember('key', 'k-93Xa41')
  mask.addMember('api_key', 'name2')

  assert.equal(mask.literals('the name of k-93Xa41, name2'), 'the name of ***, ***')
})
