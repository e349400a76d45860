/** What one grant costs among many, as CPU time of the thread that does it: a busy machine shows less in it than
 *  in a clock. `node bench/permissions/run.ts [GRANTS]`, default 100,000 of 1,000 applications. */
import { planGiven } from '../../src/control/permissions/plan-grant.ts'
import { directoryChange } from '../../src/carrier/directory-change.ts'
import { controlChange } from '../../src/control/state-change.ts'
import { LiveDirectory } from '../../src/dataplane/directory-view.ts'
import {
  type ControlState,
  emptyState,
  type StoredApp,
  type StoredGrant,
} from '../../src/definition/control-state.ts'
import { publicationOf } from '../../src/definition/publication.ts'

const count = Number(process.argv[2] ?? 100_000)
const rounds = 15

const appNames = Array.from({ length: 1_000 }, (_, index) => `app-${index}`)
const apps: readonly StoredApp[] = appNames.map((code) => ({
  code,
  owner: 'a-team',
  description: '',
  secretHashes: ['0'.repeat(64)],
  written: {},
}))
const granted = Array.from({ length: count }, (_, index) => grantOf(index))
let state: ControlState = { ...emptyState(), apps, granted }
let { directory } = publicationOf(state, [], 1)
const worker = new LiveDirectory()

const whole = {
  'to each worker, cloned': medianOf(() => structuredClone(directory)),
  'in the worker, indexed': medianOf(() => worker.replace(directory)),
}
const times = new Map<string, number[]>()
for (let round = 0; round < rounds; round++) {
  const added = grantOf(count + round * 1_000)
  const plan = timed('planned', () => planGiven(state, added))
  const { next, details } = plan
  const author = { actor: 'user mia', address: '' }
  timed('what is kept', () =>
    controlChange({ before: state, next, details, author, comment: '', releasedBy: 'create' }),
  )
  const after = timed(
    'what is served',
    () => publicationOf(next, [], round + 2, directory).directory,
  )
  const change = timed('what changed', () => directoryChange(directory, after))
  timed('to each worker, cloned', () => structuredClone(change))
  timed('in the worker', () => worker.change(change))
  state = next
  directory = after
}

print('the whole directory', whole)
print('one grant', Object.fromEntries([...times].map(([name, all]) => [name, median(all)])))

function grantOf(index: number): StoredGrant {
  return {
    id: `grant-${String(index).padStart(17, '0')}`,
    grant: {
      app: appNames[index % appNames.length] ?? '',
      gateway: `gateway-${Math.floor(index / appNames.length)}`,
      resources: [`resource_${index % 50}`, `resource_${(index + 7) % 50}`],
      expiresAtMs: 1.9e12 + index,
    },
    source: 'approved',
    by: 'mia',
    atMs: 1.79e12,
    reason: 'shows orders in the shop',
  }
}

function timed<Result>(name: string, act: () => Result): Result {
  const before = process.threadCpuUsage()
  const result = act()
  const { user, system } = process.threadCpuUsage(before)
  times.set(name, [...(times.get(name) ?? []), (user + system) / 1_000])
  return result
}

function medianOf(act: () => unknown): number {
  const all = Array.from({ length: rounds }, () => {
    const before = process.threadCpuUsage()
    act()
    const { user, system } = process.threadCpuUsage(before)
    return (user + system) / 1_000
  })
  return median(all)
}

function median(all: readonly number[]): number {
  return all.toSorted((one, other) => one - other)[Math.floor(all.length / 2)] ?? 0
}

function print(title: string, parts: Readonly<Record<string, number>>): void {
  console.log(`${title}, ${count} grants (ms of CPU, median of ${rounds})`)
  for (const [name, ms] of Object.entries(parts))
    console.log(`  ${ms.toFixed(1).padStart(7)}  ${name}`)
}
