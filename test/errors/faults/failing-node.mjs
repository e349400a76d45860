// Preloaded into a gateway by the proofs (NODE_OPTIONS=--import): makes one function of Node fail in the
// worker threads, as a defect of ours or of the machine would. FAULTLINE_TEST_FAULT says which:
//   connect:PORT  net.connect throws for this port     hash  crypto.createHash throws inside plugins
//   sign          no signature can be made
import crypto from 'node:crypto'
import { syncBuiltinESMExports } from 'node:module'
import net from 'node:net'
import { isMainThread } from 'node:worker_threads'

const [fault, port] = (process.env.FAULTLINE_TEST_FAULT ?? '').split(':')
if (!isMainThread) inject()

function inject() {
  if (fault === 'connect') {
    const { connect } = net
    net.connect = net.createConnection = (options, ...others) => {
      if (String(options?.port) === port) throw new Error('injected: net.connect fails')
      return connect(options, ...others)
    }
  } else if (fault === 'hash') {
    const { createHash } = crypto
    crypto.createHash = (...of) => {
      if (/[\\/]plugins[\\/]/.test(new Error().stack ?? '')) throw new Error('injected: no hash')
      return createHash(...of)
    }
  } else if (fault === 'sign') {
    const fail = () => {
      throw new Error('injected: no signature')
    }
    crypto.sign = fail
    crypto.createSign = fail
  }
  syncBuiltinESMExports()
}
