import assert from 'node:assert/strict'
import { test } from 'node:test'
import { emptyState, type StoredGrant } from '../definition/control-state.ts'
import type { Definition } from '../definition/definition.ts'
import { readDefinitions } from '../definition/read-definition.ts'
import type { Publication } from '../model/release.ts'
import type { ControlChange } from '../storage/control-change.ts'
import { StorageProblem } from '../storage/storage-problem.ts'
import { Applier, type ApplierOptions } from './applier.ts'
import { PublishRefused } from '../carrier/worker-failures.ts'

const author = { actor: 'token admin', address: '192.0.2.7' }
const by = { author, comment: '' }
const nothing: Definition = { apps: [], gateways: [], warnings: [] }

function definition(gateway: string, port: number): Definition {
  const text = JSON.stringify({
    version: 1,
    gateways: [
      {
        name: gateway,
        maintainers: ['someone'],
        backends: [{ name: 'default', owners: ['team'] }],
        stages: [
          { name: 'prod', backends: { default: { hosts: [{ url: `http://127.0.0.1:${port}` }] } } },
        ],
        resources: [{ name: 'all', method: 'ANY', path: '/', matchSubpath: true }],
      },
    ],
  })
  const read = readDefinitions([{ file: 'test', text }], {
    expand: undefined,
    readFile: undefined,
    plugins: [],
  })
  if (!read.ok) assert.fail(JSON.stringify(read.problems))
  return read.definition
}

/** What happened, in order; `fail` makes one step fail. */
function surroundings(
  fail: { publish?: boolean; prepare?: boolean; commit?: boolean; discard?: boolean } = {},
) {
  const events: string[] = []
  const served: Publication[] = []
  const prepared: ControlChange[] = []
  const options: ApplierOptions = {
    state: emptyState(),
    store: {
      prepare: async (change: ControlChange) => {
        if (fail.prepare === true) throw new StorageProblem('the disk is full')
        events.push(`prepare ${change.documents.length}`)
        prepared.push(change)
        return {
          commit: async () => {
            if (fail.commit === true) throw new StorageProblem('the disk is full')
            events.push('commit')
          },
          discard: async () => {
            if (fail.discard === true) throw new StorageProblem('the database is gone')
            events.push('discard')
          },
        }
      },
    },
    keysOf: async () => [],
    publish: async (publication) => {
      if (fail.publish === true) throw new PublishRefused('worker says no')
      events.push(`publish ${publication.releases.length}`)
      served.push(publication)
    },
    probe: async (releases) => {
      events.push(`probe ${releases.map(({ gateway }) => gateway).join()}`)
      return [{ path: 'here', message: 'only speaks https' }]
    },
  }
  return { options, events, served, prepared }
}

test('a definition is on disk before workers get it, kept after they took it, probed last', async () => {
  const { options, events } = surroundings()
  const applier = await Applier.begin(options, nothing, author)

  const reply = await applier.apply(definition('shop', 1), { ...by, dryRun: false, probe: true })

  assert.deepEqual(events, ['prepare 1', 'publish 1', 'commit', 'probe shop'])
  assert.deepEqual(reply.applied, ['gateways/shop'])
  assert.equal(reply.releases[0]?.number, 1)
  assert.deepEqual(reply.warnings.at(-1), { path: 'here', message: 'only speaks https' })
})

test('a dry run touches neither disk nor workers', async () => {
  const { options, events } = surroundings()
  const applier = await Applier.begin(options, nothing, author)

  const reply = await applier.apply(definition('shop', 1), { ...by, dryRun: true, probe: true })

  assert.deepEqual(events, [])
  assert.equal(reply.changes[0]?.action, 'create')
  assert.equal(applier.state.gateways.length, 0)
})

test('a release that a worker refuses leaves the state as it was', async () => {
  const { options, events } = surroundings({ publish: true })
  const applier = await Applier.begin(options, nothing, author)

  await assert.rejects(
    applier.apply(definition('shop', 1), { ...by, dryRun: false, probe: true }),
    {
      key: 'release_refused',
      message: 'worker says no',
    },
  )
  assert.deepEqual(events, ['prepare 1', 'discard'])
  assert.equal(applier.state.gateways.length, 0)
})

test('a full disk is known before a worker is asked', async () => {
  const { options, events } = surroundings({ prepare: true })
  const applier = await Applier.begin(options, nothing, author)

  await assert.rejects(
    applier.apply(definition('shop', 1), { ...by, dryRun: false, probe: false }),
    {
      key: 'storage_failed',
    },
  )
  assert.deepEqual(events, [])
})

test('a state that cannot be kept at last takes the workers back to the old releases', async () => {
  const { options, served } = surroundings({ commit: true })
  const applier = await Applier.begin(options, nothing, author)

  await assert.rejects(
    applier.apply(definition('shop', 1), { ...by, dryRun: false, probe: false }),
    {
      key: 'storage_failed',
    },
  )
  assert.deepEqual(
    served.map(({ releases }) => releases.length),
    [1, 0],
  )
  assert.ok((served[1]?.version ?? 0) > (served[0]?.version ?? 0))
})

test('applies at the same time happen one after the other, and none is lost', async () => {
  const { options, events } = surroundings()
  const applier = await Applier.begin(options, nothing, author)

  await Promise.all(
    ['shop', 'bank', 'post'].map((name) =>
      applier.apply(definition(name, 1), { ...by, dryRun: false, probe: false }),
    ),
  )

  assert.deepEqual(
    applier.state.gateways.map(({ name }) => name),
    ['bank', 'post', 'shop'],
  )
  assert.deepEqual(
    events.filter((event) => event.startsWith('publish')),
    ['publish 1', 'publish 2', 'publish 3'],
  )
})

test('an apply that fails does not hold up the next', async () => {
  const fail = { publish: true }
  const { options } = surroundings(fail)
  const applier = await Applier.begin(options, nothing, author)
  const failing = applier.apply(definition('shop', 1), { ...by, dryRun: false, probe: false })
  await assert.rejects(failing)

  fail.publish = false
  await applier.apply(definition('shop', 1), { ...by, dryRun: false, probe: false })

  assert.equal(applier.state.gateways.length, 1)
})

test('a refused release is told as that, also where what was prepared cannot be taken back', async () => {
  const { options } = surroundings({ publish: true, discard: true })
  const applier = await Applier.begin(options, nothing, author)

  await assert.rejects(
    applier.apply(definition('shop', 1), { ...by, dryRun: false, probe: false }),
    {
      key: 'release_refused',
    },
  )
})

test('a rollback goes the way of every release, and one of a stage that is gone is refused', async () => {
  const { options, events, served } = surroundings()
  const applier = await Applier.begin(options, nothing, author)
  await applier.apply(definition('shop', 1), { ...by, dryRun: false, probe: false })
  const first = served[0]?.releases[0] ?? assert.fail('nothing is served')
  await applier.apply(definition('shop', 2), { ...by, dryRun: false, probe: false })
  events.length = 0

  const { release, changed } = await applier.rollBack({ release: first, ...by })
  const gone = applier.rollBack({ release: { ...first, stage: 'gone' }, ...by })

  assert.deepEqual(events, ['prepare 1', 'publish 1', 'commit'])
  assert.deepEqual([release.number, release.hash, changed], [3, first.hash, true])
  assert.deepEqual(served.at(-1)?.releases, [{ ...first, number: 3 }])
  await assert.rejects(gone, { key: 'not_found' })
})

const given = { app: 'web', gateway: 'shop', resources: null, expiresAtMs: null }
const grant: StoredGrant = {
  id: 'grant-1',
  grant: given,
  source: 'given',
  by: 'mia',
  atMs: 1,
  reason: '',
}
const detail = {
  kind: 'grant',
  path: 'gateways/shop/grants/grant-1',
  action: 'create',
  before: undefined,
  after: {},
} as const

test('a change of what nobody is served is kept without asking workers, and its requests with it', async () => {
  const { options, events, prepared } = surroundings()
  const applier = await Applier.begin(options, nothing, author)
  const decision = { by: 'mia', atMs: 1, comment: '', approved: [] }
  const request = { kind: 'decided', number: 1, status: 'rejected', decision } as const

  await applier.change((state) => ({ next: state, details: [detail], requests: [request] }), author)

  assert.deepEqual(events, ['prepare 0', 'commit'])
  assert.deepEqual(prepared[0]?.requests, [request])
})

test('a permission that workers could not be told is not given', async () => {
  const { options, events } = surroundings({ publish: true })
  const applier = await Applier.begin(options, nothing, author)

  const giving = applier.change(
    async (state) => ({ next: { ...state, granted: [grant] }, details: [detail] }),
    author,
  )

  await assert.rejects(giving, { key: 'release_refused' })
  assert.deepEqual(events, ['prepare 1', 'discard'])
  assert.deepEqual(applier.state.granted, [])
})

test('with a gateway goes what people gave of it, and what a planner throws changes nothing', async () => {
  const { options, prepared, served } = surroundings()
  const applier = await Applier.begin(options, nothing, author)
  await applier.apply(definition('shop', 1), { ...by, dryRun: false, probe: false })
  await applier.change(
    (state) => ({ next: { ...state, granted: [grant] }, details: [detail] }),
    author,
  )
  assert.equal(served.at(-1)?.directory.grants.length, 1)
  const throwing = applier.change(() => assert.fail('not today'), author)
  await assert.rejects(throwing, /not today/)

  await applier.change((state) => ({ next: { ...state, gateways: [] }, details: [] }), author)

  assert.deepEqual(applier.state.granted, [])
  assert.deepEqual(served.at(-1)?.directory.grants, [])
  assert.deepEqual(
    prepared.at(-1)?.documents.map(({ kind, body }) => `${kind} ${body ?? 'gone'}`),
    ['gateway gone', 'grant gone'],
  )
  assert.equal(prepared.at(-1)?.audit[0]?.path, detail.path)
})
