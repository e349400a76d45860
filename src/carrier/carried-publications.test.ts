import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import type { App, Directory, Grant } from '../model/release.ts'
import { type CarriedPublication, CarriedPublications } from './carried-publications.ts'
import { directoryAfter, directoryChange } from './directory-change.ts'
import { PublicationSender, type SentPublication } from './publication-sender.ts'

interface Named {
  readonly name: string
}

type Sent = SentPublication<Named>
const text = ({ name }: Named): string => JSON.stringify({ name })

/** Made of new objects with each call, as a control plane that has just started makes it. */
function publication(version: number, stages: Readonly<Record<string, readonly string[]>>): Sent {
  const directory = {
    version,
    apps: [{ code: 'web', secretHashes: ['hash'], owner: '' }],
    grants: [{ app: 'web', gateway: 'shop', resources: null, expiresAtMs: null }],
    keys: [],
  }
  const releases = Object.entries(stages).map(([stage, names]) => ({
    gateway: 'shop',
    stage,
    number: 1,
    hash: names.join('-'),
    maintainers: [],
    variables: {},
    credentials: [],
    credentialsInBody: false,
    passCookies: false,
    userAuth: null,
    backends: [],
    plugins: [],
    resources: names.map((name) => ({ name })),
  }))
  return { version, releases, directory }
}

function toldBy(sent: Sent, carried?: CarriedPublication): CarriedPublication {
  return new CarriedPublications().take(new PublicationSender(text).partsOf(sent), carried)
}

test('what the next control plane tells is what workers serve already, where it says the same', () => {
  const stages = { prod: ['a', 'b'], test: ['a'] }
  const carried = toldBy(publication(1, stages))

  assert.equal(toldBy(publication(9, stages), carried), carried)
})

test('of what the next control plane tells otherwise, only that is new', () => {
  const carried = toldBy(publication(1, { prod: ['a', 'b'], test: ['a'] }))

  const next = toldBy(publication(9, { prod: ['a', 'c'], test: ['a'] }), carried)

  assert.equal(next.version, 9)
  assert.equal(next.directory, carried.directory)
  assert.equal(next.releases[1], carried.releases[1])
  assert.notEqual(next.releases[0], carried.releases[0])
  assert.equal(next.releases[0]?.resources[0], carried.releases[0]?.resources[0])
  assert.deepEqual(next.releases[0]?.resources[1], { text: '{"name":"c"}' })
})

test('an application that is gone is gone with the next control plane', () => {
  const carried = toldBy(publication(1, {}))
  const sent = publication(9, {})

  const next = toldBy({ ...sent, directory: { ...sent.directory, apps: [] } }, carried)

  assert.deepEqual(next.directory.apps, [])
  assert.equal(next.directory.grants[0], carried.directory.grants[0])
})

test('a directory and what changed of it lead to the next one, and back', () => {
  const codes = fc.uniqueArray(fc.constantFrom('a', 'b', 'c'), { maxLength: 3 })
  const pairs = fc.uniqueArray(fc.tuple(fc.constantFrom('a', 'b'), fc.constantFrom('x', 'y')), {
    selector: String,
    maxLength: 4,
  })
  const known = new Map<string, object>()
  const same = <Part extends object>(part: Part): Part => {
    const key = JSON.stringify(part)
    if (!known.has(key)) known.set(key, part)
    return known.get(key) as Part // of this key
  }
  const directory = fc.tuple(codes, pairs).map(([apps, grants]): Omit<Directory, 'version'> => {
    const appOf = (code: string): App => same({ code, secretHashes: [], owner: '' })
    const grantOf = ([app, gateway]: readonly [string, string]): Grant =>
      same({ app, gateway, resources: null, expiresAtMs: null })
    return { apps: apps.map(appOf), grants: grants.map(grantOf), keys: [] }
  })
  fc.assert(
    fc.property(directory, directory, (one, other) => {
      const before = { ...one, version: 1 }
      const after = { ...other, version: 2 }

      const reached = directoryAfter(before, directoryChange(before, after))
      const back = directoryAfter(reached, directoryChange(reached, { ...before, version: 3 }))

      assert.deepEqual(sorted(reached), sorted(after))
      assert.deepEqual(sorted(back), sorted(before))
    }),
  )
})

function sorted({ apps, grants }: Directory): object {
  const texts = (list: readonly object[]): string[] =>
    list.map((one) => JSON.stringify(one)).toSorted()
  return { apps: texts(apps), grants: texts(grants) }
}
