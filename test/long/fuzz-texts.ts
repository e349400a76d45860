/** `npm run fuzz:texts [-- SECONDS [SEED]]`: pasted texts, mangled and stitched together, and large texts
 *  made of their pieces, through the code of `faultline why -`. Prints what throws, what takes longer than
 *  a second of work for 1 MiB, and what shows no evidence; exits with 1 where anything did. */
import { diagnoseText } from '../../src/diagnosis/transcripts/diagnose-text.ts'
import { mutations } from '../corpus/mutations.ts'
import { pastedTexts } from '../corpus/pasted-texts.ts'

const [seconds = '60', seed = String(Date.now() % 1_000_000)] = process.argv.slice(2)
const texts = [...pastedTexts('pasted.jsonl'), ...pastedTexts('own-pasted.jsonl')].map(
  ({ text }) => text,
)
const pieces = texts.flatMap((text) => text.split(/(?<=[\n {}<>:"&])/))
const mostBytes = 1_048_576
const mostWorkMs = 1_000

let state = Number(seed) >>> 0 || 1
let executions = 0
let slowestMs = 0
let findings = 0

console.log(`fuzzing for ${seconds} s with seed ${seed}`)
const endMs = performance.now() + Number(seconds) * 1_000
while (performance.now() < endMs) check(executions % 20 === 0 ? large() : small())
console.log(
  `${executions} executions, ${findings} findings, slowest ${Math.round(slowestMs)} ms of work`,
)
process.exitCode = findings === 0 ? 0 : 1

function check(text: string): void {
  executions++
  const before = process.cpuUsage()
  try {
    const { verdict, not_seen: notSeen } = diagnoseText(text)
    if (verdict.evidence.length === 0 || !Array.isArray(notSeen)) report('no evidence', text)
  } catch (error) {
    report(String(error), text)
  }
  const workMs = process.cpuUsage(before).user / 1_000
  slowestMs = Math.max(slowestMs, workMs)
  if (workMs > mostWorkMs) report(`${Math.round(workMs)} ms`, text)
}

function report(what: string, text: string): void {
  findings++
  console.log(`${what}: ${JSON.stringify(text.slice(0, 300))} (${text.length} characters)`)
}

/** One text, or parts of two, mangled some times. */
function small(): string {
  let text = oneOf(texts)
  if (below(3) === 0) text = text.slice(below(text.length)) + oneOf(texts).slice(0, below(2_000))
  for (let turn = below(4); turn > 0; turn--) text = oneOf(mutations).apply(text)
  for (let turn = below(3); turn > 0; turn--) {
    const at = below(text.length)
    text = text.slice(0, at) + oneOf(pieces) + text.slice(at + below(10))
  }
  return text
}

/** 1 MiB of one piece, or of a few: what is slow repeats. */
function large(): string {
  const unit = Array.from({ length: 1 + below(4) }, () => oneOf(pieces)).join('') || ' '
  const head = below(2) === 0 ? oneOf(texts) : ''
  return (head + unit.repeat(Math.ceil(mostBytes / unit.length))).slice(0, mostBytes)
}

function oneOf<Item>(items: readonly Item[]): Item {
  const item = items[below(items.length)]
  if (item === undefined) throw new Error('nothing to choose from')
  return item
}

/** xorshift32: the same seed makes the same texts. */
function below(limit: number): number {
  state ^= state << 13
  state ^= state >>> 17
  state ^= state << 5
  state >>>= 0
  return limit === 0 ? 0 : state % limit
}
