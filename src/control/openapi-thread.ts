import { parentPort, workerData } from 'node:worker_threads'
import type { DefinitionProblem } from '../definition/definition-problem.ts'
import { importOpenApi } from '../definition/openapi/import-openapi.ts'
import { importAnswer } from '../definition/openapi/imported-definition.ts'
import { allPlugins } from '../plugins/all-plugins.ts'

/** A thread that reads one OpenAPI document and ends: some megabytes take seconds. */
export type ImportedText =
  /** The answer of the management API. */
  | { readonly ok: true; readonly json: string }
  | { readonly ok: false; readonly problem: DefinitionProblem }

const read = importOpenApi({ file: 'body', text: String(workerData) }, { plugins: allPlugins })
const answer: ImportedText = read.ok
  ? { ok: true, json: JSON.stringify(importAnswer(read.imported)) }
  : read
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
parentPort?.postMessage(answer)
