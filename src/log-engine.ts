import { classify, rulesVersion } from './diagnosis/diagnose.ts'
import { serveEngine } from './flowlog/engine/serve-engine.ts'

/** The log engine's process: native code may crash here and nowhere else. */

// Ctrl-C and service managers signal the whole group; the main process still needs us then, and ends
// us by closing the channel.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined)
await serveEngine(classify, rulesVersion)
