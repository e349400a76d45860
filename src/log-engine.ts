import { classify, rulesVersion } from './diagnosis/diagnose.ts'
import { serveEngine } from './flowlog/engine/serve-engine.ts'

/** The log engine's process: native code may crash here and nowhere else. */
await serveEngine(classify, rulesVersion)
