import assert from 'node:assert/strict'
import { test } from 'node:test'
import { diagnoseText } from './diagnose-text.ts'

interface Step {
  readonly target: string
  readonly answer: readonly string[]
}

/** As `curl -v` prints it. */
function verbose(steps: readonly Step[], host = 'shop.test'): string {
  const lines = steps.flatMap(({ target, answer }) => [
    `> GET ${target} HTTP/1.1`,
    `> Host: ${host}`,
    '> ',
    ...answer.map((line) => `< ${line}`),
    '< ',
  ])
  return [`* Connected to ${host} (192.0.2.1) port 80 (#0)`, ...lines].join('\n')
}

const fine = ['HTTP/1.1 200 OK', 'Content-Type: application/json', 'Content-Length: 2']
const challenge = [
  'HTTP/1.1 401 Unauthorized',
  'Server: nginx/1.22.1',
  'WWW-Authenticate: Digest realm="x", nonce="1"',
  'Content-Length: 0',
]
const away = [
  'HTTP/1.1 503 Service Unavailable',
  'Server: nginx/1.22.1',
  'Retry-After: 1',
  'Content-Length: 0',
]
const toHttps = [
  'HTTP/1.1 301 Moved Permanently',
  'Server: nginx/1.22.1',
  'Location: https://shop.test/x',
  'Content-Length: 0',
]

test('a challenge that was answered, a redirect that was followed and a try that was repeated are no failures', () => {
  for (const first of [challenge, away, toHttps]) {
    const { verdict, hops } = diagnoseText(
      verbose([
        { target: '/x', answer: first },
        { target: '/x', answer: fine },
      ]),
    )

    assert.equal(verdict.fault, 'none', first[0])
    assert.match(JSON.stringify(verdict.evidence), /an answer before it was [35401]+/)
    assert.notEqual(hops[0]?.verdict.fault, 'none')
    assert.equal(hops[1]?.verdict, verdict)
  }
})

test('what failed stays the verdict where the success is of another call, or comes before it', () => {
  const other = verbose([
    { target: '/x', answer: away },
    { target: '/y', answer: fine },
  ])
  const last = verbose([
    { target: '/x', answer: fine },
    { target: '/x', answer: away },
  ])

  assert.equal(diagnoseText(other).verdict.key, 'backend_error')
  assert.equal(diagnoseText(last).verdict.key, 'backend_error')
})

test('a redirect that a gateway passed on stays worth telling', () => {
  const marked = [...toHttps, 'X-Bkapi-Request-ID: a-1']
  const { verdict } = diagnoseText(
    verbose([
      { target: '/x', answer: marked },
      { target: '/x', answer: fine },
    ]),
  )

  assert.equal(verdict.key, 'https_redirect')
})
