/** Our request parser beside llhttp, the parser of node:http: what llhttp refuses in its strict mode
 *  we refuse, and where both accept they read the same message.
 *
 *  Deliberate differences, all of them stricter or outside the generated cases:
 *  - methods: llhttp knows a list, we take every word of capital letters (CONNECT and TRACE not);
 *  - we refuse what llhttp leaves to its users: dot segments, invalid Host values, a second Host,
 *    other expectations than 100-continue, Transfer-Encoding other than exactly `chunked`. */
import assert from 'node:assert/strict'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import { duplexPair } from 'node:stream'
import test from 'node:test'
import * as fc from 'fast-check'
import { FieldTable } from '../../src/wire/field-table.ts'
import { parseRequestHead, RequestHead } from '../../src/wire/request-head.ts'

interface Reading {
  method: string | undefined
  target: string | undefined
  version: string
  fields: string[]
}

const limits = { headBytes: 16_384, uriBytes: 8_192, fields: 100 }

test('whatever llhttp refuses is refused, and what both accept reads the same', async () => {
  const server = createServer()
  const head = new RequestHead(new FieldTable({}))
  let both = 0

  await fc.assert(
    fc.asyncProperty(requestText(), async (text) => {
      const theirs = await readByLlhttp(server, text)
      const size = parseRequestHead(head, text, limits)
      if (size <= 0) return
      both++
      assert.deepEqual(readingOf(head), theirs)
    }),
    { numRuns: 4_000 },
  )

  assert.ok(both > 400, `only ${both} generated requests were accepted by both`)
})

function readingOf(head: RequestHead): Reading {
  const fields: string[] = []
  for (let index = 0; index < head.fieldCount; index++) {
    fields.push(head.name(index), head.value(index))
  }
  return { method: head.method, target: head.target, version: `1.${head.minor}`, fields }
}

/** A server reads from a stream in memory: the real parser without the cost of a socket. Node's
 *  own layer answers 400 and 417 by itself, which counts as refused too. */
function readByLlhttp(server: Server, text: string): Promise<Reading | 'refused'> {
  return new Promise((resolve) => {
    const [client, connection] = duplexPair()
    const read = (request: IncomingMessage): void => {
      const { method, url, httpVersion, rawHeaders } = request
      resolve({ method, target: url, version: httpVersion, fields: rawHeaders })
      connection.destroy()
    }
    for (const event of ['request', 'checkContinue', 'clientError'])
      server.removeAllListeners(event)
    server.on('request', read)
    server.on('checkContinue', read)
    server.on('clientError', () => resolve('refused'))
    server.emit('connection', connection)
    client.on('data', () => resolve('refused'))
    client.on('close', () => resolve('refused'))
    client.end(text, 'latin1')
  })
}

/** Requests that are mostly right, each part of them sometimes wrong in a way that mattered once. */
function requestText(): fc.Arbitrary<string> {
  const mostly = (right: string, ...wrong: string[]): fc.Arbitrary<string> =>
    fc.oneof(
      { weight: 12, arbitrary: fc.constant(right) },
      { weight: 1, arbitrary: fc.constantFrom(...wrong) },
    )
  const lineEnd = mostly('\r\n', '\n', '\r', '\r\r\n', '\n\r', '\r\n ', '\r\n\t')
  const space = mostly(' ', '  ', '\t', '', '\u000b')
  const method = fc.constantFrom(
    'GET',
    'POST',
    'PUT',
    'DELETE',
    'HEAD',
    'PATCH',
    'OPTIONS',
    'get',
    'G\u0000T',
  )
  const target = fc.oneof(
    {
      weight: 6,
      arbitrary: fc.constantFrom(
        '/',
        '/a/b?c=d',
        '/a%2Fb',
        '//a',
        'http://h/a',
        'http://h',
        'http://h?q',
      ),
    },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        '*',
        'a',
        '/\u00fc',
        '/a b',
        '/a\u0000',
        '/a#b',
        'http:/a',
        '',
        '/\t',
        '/\u007f',
      ),
    },
  )
  const version = mostly(
    'HTTP/1.1',
    'HTTP/1.0',
    'HTTP/2.0',
    'HTTP/1.2',
    'HTTP/0.9',
    'http/1.1',
    'HTTP/11',
    'HTTP/1.1 ',
    'HTTP/01.1',
  )
  // Valid alone, refused in pairs.
  const framing = fc.constantFrom(
    'Content-Length: 5\r\n',
    'content-length: 0\r\n',
    'Transfer-Encoding: chunked\r\n',
    'Connection: close\r\n',
  )
  const field = fc
    .tuple(
      fc.constantFrom(
        'Accept',
        'X-A',
        'Content-Length',
        'Transfer-Encoding',
        'Connection',
        'Expect',
        'x',
        'X(',
        'X\u0000',
        'X A',
        '',
      ),
      mostly(':', ' :', '\t:', '', ': :', '::'),
      mostly(' ', '', '\t', '   ', ' \t '),
      fc.oneof(
        fc.constantFrom(
          'a',
          '',
          '0',
          '5',
          '007',
          '+5',
          '5, 5',
          '0x5',
          '5 5',
          'chunked',
          'Chunked',
          'gzip, chunked',
          'chunked, identity',
          'close',
          'keep-alive, x',
        ),
        fc.constantFrom(
          'a\u0000b',
          'a\u0001',
          'a\u007f',
          '\u00e9',
          'a\tb',
          '100-continue',
          '99999999999999999999',
        ),
      ),
      mostly('', ' ', '\t', '\u000b'),
      lineEnd,
    )
    .map((parts) => parts.join(''))
  return fc
    .tuple(
      mostly('', '\r\n', '\n', ' ', '\r\n\r\n', '\u0000'),
      method,
      space,
      target,
      space,
      version,
      lineEnd,
      mostly('Host: h\r\n', '', 'Host : h\r\n', 'Host: h\n'),
      fc
        .array(fc.oneof({ weight: 3, arbitrary: field }, framing), { maxLength: 3 })
        .map((lines) => lines.join('')),
      mostly('\r\n', '\n', '\r'),
    )
    .map((parts) => parts.join(''))
}
