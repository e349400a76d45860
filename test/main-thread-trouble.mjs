// Preloaded into the gateway by tests (NODE_OPTIONS=--import): the main thread of the control plane does what the file named in
// FAULTLINE_TEST_TROUBLE_FILE says, and removes it: `block MS` (it hears and does nothing meanwhile), `throw`
// or `reject` (an error that nobody catches). Node's own documented interface; the product has no branch for it.
import { readFileSync, rmSync } from 'node:fs'
import { isMainThread } from 'node:worker_threads'

const file = process.env.FAULTLINE_TEST_TROUBLE_FILE
const isControlPlane = /control-plane\.[jt]s$/.test(process.argv[1] ?? '')
if (isMainThread && isControlPlane && file !== undefined) setInterval(look, 5).unref()

function look() {
  let order
  try {
    order = readFileSync(file, 'utf8')
    rmSync(file)
  } catch {
    return // not there
  }
  const [what, ms] = order.split(' ')
  if (what === 'block')
    for (const endMs = performance.now() + Number(ms); performance.now() < endMs;);
  if (what === 'throw') throw new Error('an error that nobody catches')
  if (what === 'reject') void Promise.reject(new Error('a promise that nobody waits for'))
}
