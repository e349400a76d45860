import assert from 'node:assert/strict'
import { test } from 'node:test'
import { diagnoseText } from './diagnose-text.ts'

const nginxPage =
  '<html>\n<head><title>502 Bad Gateway</title></head>\n<body>\n<center><h1>502 Bad Gateway</h1></center>\n<hr><center>nginx/1.22.1</center>\n</body>\n</html>'
const nginxResponse = `HTTP/1.1 502 Bad Gateway\nServer: nginx/1.22.1\nContent-Type: text/html\nContent-Length: 157\n\n${nginxPage}\n`

const manglings: Readonly<Record<string, (text: string) => string>> = {
  'CRLF line ends': (text) => text.replaceAll('\n', '\r\n'),
  'lower-case header names': (text) =>
    text.replaceAll(/^[A-Z][\w-]+(?=:)/gm, (name) => name.toLowerCase()),
  'an indentation': (text) => text.replaceAll(/^/gm, '    '),
  'HTML escapes': (text) => text.replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
  'colours of a terminal': (text) => text.replaceAll(/^(HTTP.*)$/gm, '\u001B[1m$1\u001B[0m'),
  'a sentence before and after': (text) =>
    `We get this since noon:\n\n${text}\n\nWhose fault is it?`,
  'its last lines cut': (text) => text.slice(0, text.indexOf('</body>')),
  'a prompt before it': (text) => `[dev@ci-07 ~]$ curl -si http://api.example.test/x\n${text}`,
  'a prompt glued to its end': (text) => `${text.trimEnd()}root@web-1:~# `,
}

for (const [how, mangle] of Object.entries(manglings)) {
  test(`a response of nginx is recognised with ${how}`, () => {
    const { verdict } = diagnoseText(mangle(nginxResponse))

    assert.equal(verdict.key, 'access_layer_bad_gateway')
    assert.equal(verdict.software, 'nginx/1.22.1')
  })
}

test('every failed entry of a HAR is a hop, and the last failure is the verdict', () => {
  const har = JSON.stringify({
    log: {
      entries: [
        entry('http://a.example.test/one', 200, 'application/json', '{"result":true}'),
        entry('http://a.example.test/two?token=abcdefgh', 502, 'text/html', nginxPage),
        {
          request: { method: 'GET', url: 'http://b.example.test/' },
          response: { status: 0, _error: 'net::ERR_CONNECTION_REFUSED' },
        },
        entry('http://a.example.test/three', 204, '', ''),
      ],
    },
  })

  const { detected, verdict, hops } = diagnoseText(har)

  assert.equal(detected, 'har')
  assert.deepEqual(
    hops.map(({ verdict: { key } }) => key),
    ['answered', 'access_layer_bad_gateway', 'call_refused', 'answered'],
  )
  assert.equal(verdict.key, 'call_refused')
  assert.equal(hops[1]?.request, 'GET http://a.example.test/two?token=***')
})

function entry(url: string, status: number, type: string, text: string): unknown {
  return {
    request: { method: 'GET', url, headers: [] },
    response: {
      status,
      statusText: '',
      headers: [{ name: 'Content-Type', value: type }],
      content: { text },
    },
  }
}

test('it says what the text does not show', () => {
  const { not_seen } = diagnoseText(nginxPage)

  assert.ok(not_seen.includes('the response header'))
})

test('a flow record is judged as a record', () => {
  const record = {
    request_id: 'r1',
    answered_by: 'gateway',
    attempts: [],
    status: 400,
    error_key: 'app_missing',
    method: 'GET',
    http_path: '/x',
  }

  const { detected, verdict } = diagnoseText(JSON.stringify({ record }))

  assert.equal(detected, 'record')
  assert.equal(verdict.certainty, 'certain')
})

test('a flow record that lost its line `complete` is not accused of a broken answer', () => {
  const record = {
    request_id: 'r1',
    answered_by: 'backend',
    attempts: [],
    status: 200,
    backend_status: 200,
  }

  const { detected, verdict } = diagnoseText(JSON.stringify({ record }))

  assert.equal(detected, 'record')
  assert.equal(verdict.key, 'answered')
  assert.equal(verdict.fault, 'none')
})

test('no text makes it throw, however odd', () => {
  const odd = [
    '',
    ' ',
    '{',
    '"',
    '<',
    'HTTP/1.1 ',
    'HTTP/1.1 200',
    '> ',
    '< HTTP/1.1 999 x',
    '{"log":{"entries":[1,null,{}]}}',
    '--2026-01-01 00:00:00--  ',
    '\u0000'.repeat(10),
    '{"record":{"request_id":1,"attempts":"x","answered_by":3}}',
    '{"request_id":1,"attempts":[{}],"plugins":[{}],"backend_headers":[[],{}],"answered_by":"backend","error_key":"dns_not_found","error_facts":null}',
    '['.repeat(5000),
  ]
  for (const text of odd)
    assert.ok(diagnoseText(text).verdict.evidence.length > 0, JSON.stringify(text.slice(0, 40)))
})

test('a megabyte of anything takes less than a second of work', () => {
  const texts = [
    '<'.repeat(1_000_000),
    'a '.repeat(500_000),
    `{"a":"${'x'.repeat(1_000_000)}`,
    `HTTP/1.1 500 x\n${'a: b\n'.repeat(200_000)}`,
    '{"'.repeat(500_000),
    ' \n'.repeat(500_000),
  ]
  for (const text of texts) {
    const before = process.cpuUsage()
    diagnoseText(text)
    const workMs = process.cpuUsage(before).user / 1_000
    assert.ok(workMs < 1_000, `${Math.round(workMs)} ms for ${JSON.stringify(text.slice(0, 10))}`)
  }
})
