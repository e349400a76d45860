// Preloaded into the gateway by tests (NODE_OPTIONS=--import): while the file named in FAULTLINE_TEST_CONTROL_DEATH_FILE is
// there, the control plane kills itself at a release, and removes it: `before` it tells the workers, or `after` all
// serve it; it is not kept then. Node's own documented interface; the product has no branch for it.
import { readFileSync, rmSync } from 'node:fs'
import { isMainThread } from 'node:worker_threads'

const file = process.env.FAULTLINE_TEST_CONTROL_DEATH_FILE
const isControlPlane = /control-plane\.[jt]s$/.test(process.argv[1] ?? '')
if (isMainThread && isControlPlane && file !== undefined) {
  const send = process.send.bind(process)
  let publishing = 0
  process.send = function tell(message, ...more) {
    if (message.type === 'publish') {
      dieIf('before')
      publishing = message.id
    }
    return send(message, ...more)
  }
  const emit = process.emit.bind(process)
  process.emit = function hear(event, message, ...more) {
    if (event === 'message' && message.type === 'done' && message.id === publishing) dieIf('after')
    return emit(event, message, ...more)
  }
}

function dieIf(moment) {
  try {
    if (readFileSync(file, 'utf8') !== moment) return
    rmSync(file)
  } catch {
    return // not there
  }
  process.kill(process.pid, 'SIGKILL')
}
