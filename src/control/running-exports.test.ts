import assert from 'node:assert/strict'
import { EventEmitter } from 'node:events'
import { test } from 'node:test'
import { RunningExports } from './running-exports.ts'

class Response extends EventEmitter {
  closed = false

  close(): void {
    this.closed = true
    this.emit('close')
  }
}

test('an export has its place as long as its connection', () => {
  const exports = new RunningExports()
  const [first, second] = [new Response(), new Response()]
  const leaving = exports.begin(first)
  exports.begin(second)
  assert.throws(() => exports.begin(new Response()), { key: 'too_many_exports' })

  first.close()

  assert.equal(leaving.aborted, true)
  exports.begin(new Response())
  assert.throws(() => exports.begin(new Response()), { key: 'too_many_exports' })
})

test('a connection that ended before its export began takes no place', () => {
  const exports = new RunningExports()
  for (let count = 0; count < 3; count++) {
    const gone = new Response()
    gone.close()
    assert.equal(exports.begin(gone).aborted, true)
  }
})
