/** A text without a gateway's mark may have nothing to do with one: nothing of its verdict speaks of "the
 *  gateway". And what speaks against a mark is told. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accessLayerSamples } from '../catalogue/access-layer-samples.ts'
import { serviceSamples } from '../catalogue/service-samples.ts'
import { diagnoseText } from './diagnose-text.ts'

const samples = Object.entries({ ...accessLayerSamples, ...serviceSamples })

function withoutMarks(text: string): string {
  return text.replaceAll(/^(?:[<>] ?)?(?:X-Bkapi-[\w-]+|Proxy-Status|X-Request-ID):.*\n?/gim, '')
}

test('verdicts of answers without a mark do not speak of a gateway', () => {
  let seen = 0
  for (const [key, sample] of samples) {
    const text = withoutMarks(sample)
    for (const language of ['en', 'zh'] as const) {
      const { verdict, hops } = diagnoseText(text, language)
      const said = [
        verdict.summary,
        ...verdict.next_steps,
        ...verdict.evidence.map(({ statement }) => statement),
      ].join('\n')
      assert.doesNotMatch(said, /the gateway|网关/i, `${key}: ${said}`)
      assert.equal(hops.at(-1)?.through_gateway, false, key)
      seen++
    }
  }
  assert.ok(seen > 50, String(seen))
})

test('with the mark of a gateway on the way they do', () => {
  const said = samples
    .map(([, sample]) => diagnoseText(sample).verdict.next_steps.join('\n'))
    .join('\n')

  assert.match(said, /hostHeader of the backend/)
  assert.match(said, /the gateway accepted this call/)
})

const nginx502 =
  '<html>\n<head><title>502 Bad Gateway</title></head>\n<body>\n<center><h1>502 Bad Gateway</h1></center>\n<hr><center>nginx/1.22.1</center>\n</body>\n</html>'

function marked(status: string, code: string, body: string): string {
  return `HTTP/1.1 ${status}\nContent-Type: text/html\nX-Bkapi-Error-Code: ${code}\nX-Bkapi-Request-ID: a-1\n\n${body}\n`
}

test('the field of a code proves nothing beside what no gateway writes', () => {
  const envelope = (code: number): string =>
    JSON.stringify({
      code,
      data: null,
      code_name: 'BAD_GATEWAY',
      message: 'Bad Gateway',
      result: false,
    })
  const keyOf = (text: string): string => diagnoseText(text).verdict.key

  assert.equal(keyOf(marked('502 Bad Gateway', '1650200', nginx502)), 'writer_unclear')
  assert.equal(keyOf(marked('502 Bad Gateway', 'none', nginx502)), 'writer_unclear')
  assert.equal(keyOf(marked('403 Forbidden', '1640001', '')), 'writer_unclear')
  assert.equal(keyOf(marked('502 Bad Gateway', '1650300', envelope(1_650_200))), 'writer_unclear')
  assert.notEqual(
    keyOf(marked('502 Bad Gateway', '1650200', envelope(1_650_200))),
    'writer_unclear',
  )
  assert.notEqual(keyOf(marked('502 Bad Gateway', '1650200', '')), 'writer_unclear')
  // a plugin of the old system makes every status 200
  assert.notEqual(keyOf(marked('200 OK', '1650200', envelope(1_650_200))), 'writer_unclear')
})

test('what the text says of the reason is not said to be missing', () => {
  const { summary } = diagnoseText(
    '{"code":1650200,"code_name":"BAD_GATEWAY","message":"Bad Gateway [upstream_error=\\"failed to connect to upstream\\"]","result":false,"data":null}',
  ).verdict

  assert.match(summary, /failed to connect to upstream/)
  assert.doesNotMatch(summary, /does not say/)
})

test('the date that a gateway added is no sign, one that the service sent is', () => {
  const haproxy = 'HTTP/1.1 302 Found\nContent-Length: 0\nLocation: /x\nCache-Control: no-cache\n'
  const ids =
    'X-Bkapi-Request-ID: a-1\nX-Request-ID: a-1\nProxy-Status: faultline; received-status=302\n'
  const signs = (text: string): string =>
    JSON.stringify(
      diagnoseText(text).verdict.evidence.filter(({ source }) => source === 'fingerprint'),
    )
  const date = 'Date: Tue, 24 Nov 2026 08:00:00 GMT\n'

  assert.equal(signs(`${haproxy}${ids}${date}\n`), signs(`${haproxy}\n`))
  assert.notEqual(signs(`${haproxy}${date}${ids}\n`), signs(`${haproxy}\n`))
})

test('a code of the gateway is known by its own message where other fields are lost', () => {
  const { verdict } = diagnoseText(
    '{"code":1650401,"message":"Request backend service timeout","result":false}',
  )
  const named = diagnoseText(
    '{"code":1650401,"code_name":"REQUEST_BACKEND_TIMEOUT","message":"Request backend service timeout","result":false,"data":null}',
  ).verdict

  assert.deepEqual([verdict.key, verdict.certainty], ['gateway_error_unlisted', 'possible'])
  assert.match(named.summary, /did not answer in time/)
})

test('a code alone is no success', () => {
  const { verdict } = diagnoseText('{"code":1650401}')

  assert.equal(verdict.certainty, 'unknown')
  assert.doesNotMatch(JSON.stringify(verdict), /nothing is wrong|answered 200/)
})

test("a proxy's error page with status 200 is not said to be the service's own", () => {
  const { verdict } = diagnoseText(
    `HTTP/1.1 200 OK\nServer: nginx/1.22.1\nContent-Type: text/html\n\n${nginx502}\n`,
  )

  assert.deepEqual(
    [verdict.key, verdict.responder, verdict.fault, verdict.certainty],
    ['service_error_in_success', 'backend', 'unsure', 'possible'],
  )
  assert.match(verdict.summary, /nginx/)
})

test('a redirect with nothing but its two fields has no name', () => {
  const { verdict } = diagnoseText(
    'HTTP/1.1 308 Permanent Redirect\nlocation: /new\ncontent-length: 0\nDate: Tue, 24 Nov 2026 08:00:00 GMT\nConnection: keep-alive\n\n',
  )

  assert.equal(verdict.software, null)
})

test('the request id that a gateway added is no sign of a framework', () => {
  const { verdict } = diagnoseText(
    'HTTP/1.1 418 Teapot\nContent-Type: text/plain\nX-Bkapi-Request-ID: a-1\nX-Request-ID: a-1\nProxy-Status: faultline; received-status=418\n\nshort\n',
  )

  assert.doesNotMatch(JSON.stringify(verdict), /X-Request-Id|Rails|Phoenix/i)
})
