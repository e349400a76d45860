import { parentPort } from 'node:worker_threads'
import { allPlugins } from '../plugins/all-plugins.ts'
import { receivedDefinition } from './received-definition.ts'

/** A thread that reads definitions, one after the other, until it is ended. */
parentPort?.on('message', (text: string) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
  parentPort?.postMessage(receivedDefinition(text, allPlugins))
})
