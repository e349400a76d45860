import assert from 'node:assert/strict'
import { test } from 'node:test'
import { array, assert as check, constantFrom, option, property, record, tuple } from 'fast-check'
import { publicationChange } from '../../src/control/publication-change.ts'
import { LiveDirectory } from '../../src/dataplane/directory-view.ts'
import type { Directory, Publication } from '../../src/model/release.ts'

/** A worker that was sent only what changed, and one that starts with all of it, decide alike. */
const codes = ['a', 'b', 'c'] as const
const gateways = ['shop', 'bank'] as const
const resources = ['get', 'put'] as const

const app = record({
  code: constantFrom(...codes),
  secretHashes: array(constantFrom('1', '2'), { maxLength: 2 }),
  owner: constantFrom(''),
})
const grant = record({
  app: constantFrom(...codes),
  gateway: constantFrom(...gateways),
  resources: option(array(constantFrom(...resources), { minLength: 1, maxLength: 2 })),
  expiresAtMs: option(constantFrom(1, 2, 3)),
})
const key = record({
  gateway: constantFrom(...gateways),
  kid: constantFrom('x', 'y'),
  privatePem: constantFrom(''),
  publicPem: constantFrom(''),
})

/** Each directory keeps some of the objects of the one before, as the control plane does. */
const parts = record({
  apps: array(app, { maxLength: 4 }),
  grants: array(grant, { maxLength: 8 }),
  keys: array(key, { maxLength: 2 }),
})
const history = array(tuple(parts, constantFrom(0, 1, 2)), { minLength: 1, maxLength: 6 })

test('any sequence of changes leads to what a worker that starts anew is given', () => {
  check(
    property(history, (steps) => {
      let before = publicationOf({ version: 0, apps: [], grants: [], keys: [] })
      const live = new LiveDirectory()
      live.replace(before.directory)
      for (const [step, kept] of steps) {
        const after = publicationOf({
          version: before.version + 1,
          apps: byCode([...step.apps, ...before.directory.apps.slice(kept)]),
          grants: [...before.directory.grants.slice(kept), ...step.grants],
          keys: step.keys.length === 0 ? before.directory.keys : step.keys,
        })
        const { directory } = structuredClone(publicationChange(before, after))
        live.change(directory)
        if (kept === 1) live.change(directory) // a thread that started in between takes it twice
        before = after
      }

      const fresh = new LiveDirectory()
      fresh.replace(before.directory)

      assert.deepEqual(decisionsOf(live), decisionsOf(fresh))
    }),
    { numRuns: 500 },
  )
})

test('a publication that is the same but for its version sends nothing', () => {
  const one = publicationOf({
    version: 1,
    apps: [{ code: 'a', secretHashes: [], owner: '' }],
    grants: [{ app: 'a', gateway: 'shop', resources: null, expiresAtMs: null }],
    keys: [],
  })

  const change = publicationChange(one, { ...one, version: 2 })

  const directory = { version: 1, apps: [], goneApps: [], grants: [], keys: null }
  assert.deepEqual(change, { version: 2, releases: null, directory })
})

function publicationOf(directory: Directory): Publication {
  return { version: directory.version, releases: [], directory }
}

/** Of one code there is one application. */
function byCode(apps: Directory['apps']): Directory['apps'] {
  return [...new Map(apps.map((one) => [one.code, one])).values()]
}

function decisionsOf(directory: LiveDirectory): object {
  return {
    secrets: codes.map((code) => directory.secretHashesOf(code)),
    keys: gateways.map((gateway) => directory.keyOf(gateway)?.kid),
    grants: codes.flatMap((code) =>
      gateways.flatMap((gateway) =>
        resources.map((resource) => directory.grantFor(code, gateway, resource)),
      ),
    ),
  }
}
