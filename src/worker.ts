import { setFlagsFromString } from 'node:v8'
import { parentPort, workerData } from 'node:worker_threads'
import { inSlices } from './control/in-slices.ts'
import type { FromWorker, ThreadSetup, ToWorker } from './carrier/worker-messages.ts'
import { Clock } from './dataplane/clock.ts'
import { DataPlane } from './dataplane/data-plane.ts'
import { LiveDirectory } from './dataplane/directory-view.ts'
import { ReceivedPublications } from './dataplane/received-publications.ts'
import { SharedCounters } from './dataplane/shared-counters.ts'
import { redaction } from './flowlog/redact.ts'
import { WorkerRing } from './flowlog/worker-ring.ts'
import type { ListedParts } from './model/publication-parts.ts'
import { jsonFetcher } from './network/fetch-json.ts'
import { NameResolver } from './network/resolver.ts'
import { allPlugins } from './plugins/all-plugins.ts'

/** One worker thread: puts the data plane together with its plugins, counters and record ring, and
 *  does what the main thread says. */
// A request passes many small functions. V8 stops joining them where a page would have enough; with
// more of it a request costs some 8 % less (bench/README.md).
for (const flag of [
  '--max-inlined-bytecode-size-cumulative=3000',
  '--max-inlined-bytecode-size=1000',
  '--max-inlined-bytecode-size-small=60',
  '--min-inlining-frequency=0.05',
  // What is in flight at a bad moment would make V8 keep all of its kind as if it lived for long: seen as
  // 1.7 KB a request that only a full collection frees.
  '--no-allocation-site-pretenuring',
])
  setFlagsFromString(flag)

const setup = workerData as ThreadSetup // worker-thread.ts gives nothing else
const { nameServers, ...settings } = setup.settings
const clock = new Clock()
const directory = new LiveDirectory()
const resolver = new NameResolver(nameServers.length === 0 ? {} : { servers: [...nameServers] })
const ring = new WorkerRing(setup.ringMemory, { folder: setup.spoolFolder, node: settings.node })
const dataPlane = new DataPlane({
  plugins: allPlugins,
  services: {
    counters: new SharedCounters(setup.counterMemory, setup.index),
    nowMs: () => clock.epochMs,
    directory,
    instanceId: setup.instanceId,
    fetchJson: jsonFetcher(resolver),
  },
  clock,
  sink: ring,
  redact: redaction,
  resolver,
  settings,
})

process.removeAllListeners('warning') // Node's own way to tell them is a raw line on stderr
process.on('warning', ({ name, message }) => tell({ type: 'warning', name, text: message }))
const received = new ReceivedPublications()
/** One publication after the other: each takes a while, in which requests are served. */
let publishing: Promise<unknown> = Promise.resolve()
parentPort?.on('message', hear)
await start()

async function start(): Promise<void> {
  const isServed = publish(setup.publication)
  publishing = isServed
  if (!(await isServed)) return
  try {
    tell({ type: 'listening', port: await dataPlane.listen(setup.listen) })
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    tell({ type: 'cannot-listen', code })
  }
}

function hear(message: ToWorker): void {
  switch (message.type) {
    case 'publish':
      publishing = publishing.then(() => publish(message.publication))
      return
    case 'measure':
      return tell({ type: 'measured', id: message.id, metrics: dataPlane.metrics() })
    case 'drain':
      return dataPlane.startDrain()
    case 'stop':
      return void stop(message.withinMs)
  }
}

/** Directory and releases change together, between two requests, or not at all. */
async function publish(parts: ListedParts): Promise<boolean> {
  const { version } = parts
  try {
    const publication = await inSlices(received.take(parts))
    const swap = await inSlices(dataPlane.prepare(publication))
    if (parts.directory !== undefined) directory.take(parts.directory)
    swap()
    tell({ type: 'published', version })
    return true
  } catch (error) {
    tell({
      type: 'refused',
      version,
      reason: error instanceof Error ? error.message : String(error),
    })
    return false
  }
}

async function stop(withinMs: number): Promise<void> {
  const endMs = performance.now() + withinMs
  dataPlane.startDrain()
  dataPlane.stopListening()
  while (dataPlane.openExchanges + dataPlane.openTunnels > 0 && performance.now() < endMs) {
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  await dataPlane.close()
  await ring.close()
  resolver.close()
  process.exit(0) // ends this thread alone
}

function tell(message: FromWorker): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
  parentPort?.postMessage(message)
}
