// Bad requests to every route of the management API, made from its own OpenAPI document, for as long as is
// wanted: `npm run fuzz:api`, `FAULTLINE_FUZZ_SECONDS=600 npm run fuzz:api`. Each round has a seed of its own;
// what is found is printed as a curl line, the smallest request that was found. Exits 1 then.
import { fuzzApi } from '../api/fuzz-api.ts'

const seconds = Number(process.env['FAULTLINE_FUZZ_SECONDS'] ?? 60)
const endMs = performance.now() + seconds * 1_000
let seed = Number(process.env['FAULTLINE_FUZZ_SEED'] ?? Date.now() % 1_000_000)
let total = 0
const statuses = new Map<string, number>()
const found = new Set<string>()

do {
  const { faults, requests, answers } = await fuzzApi({ runsPerRoute: 60, seed })
  total += requests
  for (const [status, count] of Object.entries(answers)) {
    statuses.set(status, (statuses.get(status) ?? 0) + count)
  }
  for (const fault of faults) {
    const [kind = ''] = fault.split('\n')
    if (found.has(kind)) continue
    found.add(kind)
    console.log(`seed ${seed}: ${fault}\n`)
  }
  seed += 1
} while (performance.now() < endMs)

const counts = [...statuses]
  .toSorted(([one], [other]) => (one < other ? -1 : 1))
  .map(([status, count]) => `${count} × ${status}`)
console.log(`${total} bad requests (${counts.join(', ')}): ${found.size} kinds of wrong answers`)
process.exitCode = found.size === 0 ? 0 : 1
