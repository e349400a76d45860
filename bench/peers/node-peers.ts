import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { linesOf, startPinned, type Peer, type PeerOptions } from './peer.ts'

/** Two gateways written in Node: the usual way, and the least code that could do the job. */
export function startFastifyPeer(options: PeerOptions): Promise<Peer> {
  const { job, folder, port, backendPort } = options
  const log = join(folder, 'fastify.log')
  const words = ['fastify-gateway.mjs', job, String(backendPort), String(port), log]
  return startNodePeer('fastify + http-proxy', options, words, log)
}

/** It always does the FULL job. */
export function startFloorPeer(options: PeerOptions): Promise<Peer> {
  const { folder, port, backendPort } = options
  const log = join(folder, 'floor.log')
  const words = ['floor-gateway.mjs', String(backendPort), String(port), log]
  return startNodePeer('floor (prototype)', options, words, log)
}

async function startNodePeer(
  name: string,
  { job, port, cores }: PeerOptions,
  [file = '', ...words]: readonly string[],
  log: string,
): Promise<Peer> {
  const path = fileURLToPath(new URL(file, import.meta.url))
  const environment = { NODE_ENV: 'production' }
  const program = await startPinned(cores, [process.execPath, path, ...words], port, environment)
  return {
    name,
    pid: program.child.pid ?? 0,
    port,
    records: () => Promise.resolve(job === 'full' && existsSync(log) ? linesOf(log) : -1),
    stop: program.stop,
  }
}
