// Preloaded into the gateway by tests (NODE_OPTIONS=--import): the worker thread that first finds and
// removes the file named in FAULTLINE_TEST_DEATH_FILE dies as it would of a bug, by an uncaught error.
// Node's own documented interface; the product has no branch for it.
import { rmSync } from 'node:fs'
import { isMainThread } from 'node:worker_threads'

const file = process.env.FAULTLINE_TEST_DEATH_FILE
if (!isMainThread && file !== undefined) setInterval(look, 20).unref()

function look() {
  try {
    rmSync(file)
  } catch {
    return // not there, or another worker was faster
  }
  throw new Error('this worker dies on purpose')
}
