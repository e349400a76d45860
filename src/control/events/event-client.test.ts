import assert from 'node:assert/strict'
import { Writable } from 'node:stream'
import { test } from 'node:test'
import { EventClient, frameOf } from './event-client.ts'

/** It takes what it was sent once it is told to. */
class Reader extends Writable {
  text = ''
  #take: () => void = () => undefined

  override _write(chunk: Buffer, _encoding: string, taken: () => void): void {
    this.#take = () => {
      this.text += chunk.toString()
      taken()
    }
  }

  takeAll(): void {
    while (this.writableLength > 0) this.#take()
  }
}

test('of a burst a reader gets as many records as there is room for, not none', () => {
  const reader = new Reader()
  const client = new EventClient(reader)
  const long = JSON.stringify({ response_body: 'x'.repeat(8_000) })
  const frames = Array.from({ length: 200 }, () => frameOf('flow-record', long))

  const sent = client.sendSome(frames)
  const none = client.sendSome(frames)

  assert.ok(sent > 60 && sent < 70, `${sent} of 8 KB each`)
  assert.equal(none, 0)
  reader.takeAll()
  assert.equal(reader.text, frames.slice(0, sent).join(''))
  assert.equal(client.sendSome(frames.slice(0, 3)), 3)
})

test('two hundred usual records at once are no burden', () => {
  const client = new EventClient(new Reader())
  const usual = JSON.stringify({ request: 'x'.repeat(2_000) })

  assert.equal(client.sendSome(Array.from({ length: 200 }, () => frameOf('r', usual))), 200)
})
