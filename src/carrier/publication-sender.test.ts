import assert from 'node:assert/strict'
import test from 'node:test'
import * as fc from 'fast-check'
import { ReceivedPublications } from '../dataplane/received-publications.ts'
import type { Publication, Release, Resource, ServedReleases } from '../model/release.ts'
import { allAtOnce } from '../model/steps.ts'
import { inLists, PublicationSender } from './publication-sender.ts'

const directory = { version: 1, apps: [], grants: [], keys: [] }

function resource(name: string): Resource {
  return {
    name,
    method: 'GET',
    path: `/${name}`,
    matchSubpath: false,
    websocket: false,
    auth: { app: false, user: false, permission: false },
    backend: { name: 'default', method: 'GET', path: `/${name}` },
    timeoutMs: {},
    bodyLimitBytes: null,
    plugins: [],
  }
}

function release(stage: string, number: number, resources: readonly Resource[]): Release {
  return {
    gateway: 'shop',
    stage,
    number,
    hash: `${stage}-${number}`,
    maintainers: [],
    variables: {},
    credentials: [],
    credentialsInBody: false,
    passCookies: false,
    userAuth: null,
    backends: [],
    plugins: [],
    resources,
  }
}

function publication(version: number, releases: readonly Release[]): Publication {
  return { version, releases, directory }
}

test('resources of many stages cross once, and a change of one stage takes only what is new', () => {
  const all = Array.from({ length: 1_000 }, (_, index) => resource(`r${index}`))
  const stages = Array.from({ length: 20 }, (_, index) => release(`stage-${index}`, 1, all))
  const sender = new PublicationSender<Resource>((one) => JSON.stringify(one))
  const received = new ReceivedPublications()

  const first = sender.partsOf(publication(1, stages))
  const whole = allAtOnce(received.take(inLists(first)))
  const one = release('stage-3', 2, [...all.slice(1), resource('new')])
  const next = stages.map((each, index) => (index === 3 ? one : each))
  const second = sender.partsOf(publication(2, next))
  const changed = allAtOnce(received.take(inLists(second)))

  assert.equal(first.resources.length, 1_000)
  assert.deepEqual(
    second.resources.map((text) => JSON.parse(text) as unknown),
    [resource('new')],
  )
  assert.equal(second.releases.filter((part) => typeof part === 'number').length, 19)
  assert.equal(second.directory, undefined)
  assert.deepEqual(changed, { version: 2, releases: next })
  assert.equal(changed.releases[0], whole.releases[0]) // so that it is not compiled again
  assert.equal(changed.releases[0]?.resources[5], changed.releases[3]?.resources[4])
})

test('a worker holds any publication whole, whatever was published and taken back before', () => {
  const names = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { maxLength: 5 })
  const change = fc.record({ stage: fc.nat(3), names, back: fc.boolean(), gone: fc.boolean() })
  fc.assert(
    fc.property(fc.array(change, { maxLength: 12 }), (changes) => {
      const known = new Map(['a', 'b', 'c', 'd', 'e'].map((name) => [name, resource(name)]))
      const sender = new PublicationSender<Resource>((one) => JSON.stringify(one))
      const received = new ReceivedPublications()
      let now: readonly Release[] = []
      for (const [index, { stage, names: wanted, back, gone }] of changes.entries()) {
        const before = now
        const others = now.filter((one) => one.stage !== `s${stage}`)
        const resources = wanted.flatMap((name) => known.get(name) ?? [])
        now = gone ? others : [...others, release(`s${stage}`, index, resources)]
        const sent = publication(2 * index, now)
        assert.deepEqual(takenFrom(sender, received, sent), servedIn(sent))
        if (!back) continue
        now = before // as after a refusal
        const again = publication(2 * index + 1, now)
        assert.deepEqual(takenFrom(sender, received, again), servedIn(again))
      }
      assert.ok(received.heldResources <= 10) // of the last two publications
    }),
  )
})

test('the first directory of a worker is sent whole, later ones as what changed', () => {
  const sender = new PublicationSender<Resource>((one) => JSON.stringify(one))
  const app = { code: 'web', secretHashes: [], owner: '' }
  const later = { ...directory, version: 2, apps: [app] }

  const first = sender.partsOf(publication(1, []))
  const second = sender.partsOf({ ...publication(2, []), directory: later })

  assert.deepEqual(first.directory, { whole: directory })
  const change = { version: 2, apps: [app], goneApps: [], grants: [], keys: null }
  assert.deepEqual(second.directory, { change })
})

function takenFrom(
  sender: PublicationSender<Resource>,
  received: ReceivedPublications,
  sent: Publication,
): ServedReleases {
  return allAtOnce(received.take(inLists(sender.partsOf(sent))))
}

function servedIn({ version, releases }: Publication): ServedReleases {
  return { version, releases }
}
