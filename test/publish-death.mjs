// Preloaded into the gateway by tests (NODE_OPTIONS=--import): while the file named in
// FAULTLINE_TEST_DEATH_FILE is there, the process is killed the moment it would tell a worker of new
// releases: they are prepared and not yet kept. Node's own documented interface; the product has no
// branch for it.
import { existsSync } from 'node:fs'
import { isMainThread, Worker } from 'node:worker_threads'

const file = process.env.FAULTLINE_TEST_DEATH_FILE
const { value: postMessage } = Object.getOwnPropertyDescriptor(Worker.prototype, 'postMessage')
if (isMainThread && file !== undefined) {
  Worker.prototype.postMessage = function tell(message, ...more) {
    if (message?.type === 'publish' && existsSync(file)) process.kill(process.pid, 'SIGKILL')
    return postMessage.call(this, message, ...more)
  }
}
