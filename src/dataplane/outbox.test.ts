import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { test, type TestContext } from 'node:test'
import { listeningPort } from '../../test/program.ts'
import { AnswerWriter } from './answer-writer.ts'
import { Clock } from './clock.ts'
import { DirectWriter } from './direct-write.ts'
import type { LiveExchange } from './exchange.ts'
import { Outbox } from './outbox.ts'

test('texts of one turn leave together at its end, and what comes after an answer comes after that', async (t) => {
  const { ours, received } = await joined(t)
  const heard: string[] = []
  const first = {} as LiveExchange // the outbox only hands it on
  const outbox = new Outbox(new Clock(), (exchange) =>
    heard.push(exchange === first && !writer.isWaiting ? 'sent' : 'too early'),
  )
  const writer = new DirectWriter(
    ours,
    outbox,
    () => undefined,
    () => heard.push('handed over'),
  )

  writer.write('one ')
  outbox.afterwards(first)
  writer.write('two')
  const { unsentBytes, isWaiting } = writer
  ours.once('finish', () => heard.push('end'))
  await new Promise((resolve) => setImmediate(resolve))
  ours.end()

  assert.equal(await received, 'one two')
  assert.deepEqual([unsentBytes, isWaiting], [7, true])
  assert.deepEqual(heard, ['handed over', 'sent', 'end'])
})

test('bytes and chunks written behind a text that waits arrive behind it', async (t) => {
  const { ours, received } = await joined(t)
  const answer = new AnswerWriter(ours, new Outbox(new Clock(), () => undefined), () => undefined)

  answer.send('head ', 'start ')
  answer.sendBytes(Buffer.from('bytes '))
  answer.send('text ', '')
  answer.sendChunk(Buffer.from('chunk'))
  answer.send('end', '')
  answer.flush()
  ours.end()

  assert.equal(await received, 'head start bytes text 5\r\nchunk\r\nend')
})

test('a text that is taken back in its turn never leaves', async (t) => {
  const { ours, received } = await joined(t)
  const outbox = new Outbox(new Clock(), () => undefined)
  const writer = new DirectWriter(ours, outbox, () => undefined)

  writer.write('a request whose caller is gone')
  const dropped = writer.drop()
  await new Promise((resolve) => setImmediate(resolve))
  writer.write('kept')
  await new Promise((resolve) => setImmediate(resolve))
  ours.end()

  assert.equal(dropped, 30)
  assert.equal(await received, 'kept')
})

/** A socket of ours, and all that its peer gets. */
async function joined(t: TestContext): Promise<{ ours: Socket; received: Promise<string> }> {
  const server = createServer()
  const port = await listeningPort(server)
  t.after(() => server.close())
  const accepted = once(server, 'connection')
  const ours = connect(port, '127.0.0.1')
  t.after(() => ours.destroy())
  const [peer] = (await accepted) as [Socket] // of 'connection'
  await once(ours, 'connect').catch(() => undefined)
  let text = ''
  peer.on('data', (bytes: Buffer) => (text += bytes.toString()))
  const received = once(peer, 'end').then(() => {
    peer.end()
    return text
  })
  return { ours, received }
}
