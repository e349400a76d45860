import assert from 'node:assert/strict'
import { test } from 'node:test'
import { array, assert as check, constantFrom, option, property, record, tuple } from 'fast-check'
import { directoryChange } from '../../src/carrier/directory-change.ts'
import { LiveDirectory } from '../../src/dataplane/directory-view.ts'
import type { Directory } from '../../src/model/release.ts'

/** A worker that was sent only what changed, and one that starts with all of it, decide alike. */
const codes = ['a', 'b', 'c'] as const
const gateways = ['shop', 'bank'] as const
const resources = ['get', 'put'] as const

const anyApp = record({
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
  apps: array(anyApp, { maxLength: 4 }),
  grants: array(grant, { maxLength: 8 }),
  keys: array(key, { maxLength: 2 }),
})
const history = array(tuple(parts, constantFrom(0, 1, 2)), { minLength: 1, maxLength: 6 })

test('any sequence of changes leads to what a worker that starts anew is given', () => {
  check(
    property(history, (steps) => {
      let before: Directory = { version: 0, apps: [], grants: [], keys: [] }
      const live = new LiveDirectory()
      live.take({ whole: before })
      for (const [step, kept] of steps) {
        const after = {
          version: before.version + 1,
          apps: byCode([...step.apps, ...before.apps.slice(kept)]),
          grants: [...before.grants.slice(kept), ...step.grants],
          keys: step.keys.length === 0 ? before.keys : step.keys,
        }
        const change = structuredClone(directoryChange(before, after))
        live.take({ change })
        if (kept === 1) live.take({ change }) // taken back and published again
        before = after
      }

      const fresh = new LiveDirectory()
      fresh.take({ whole: before })

      assert.deepEqual(decisionsOf(live), decisionsOf(fresh))
    }),
    { numRuns: 500 },
  )
})

test('a worker that refused a publication goes back with the others, and holds what it held', () => {
  const one = { app: 'a', gateway: 'shop', resources: ['get'], expiresAtMs: 1 }
  const app = { code: 'a', secretHashes: ['1'], owner: '' }
  const before: Directory = { version: 1, apps: [app], grants: [one], keys: [] }
  const after: Directory = {
    version: 2,
    apps: [{ ...app, secretHashes: [] }],
    grants: [{ ...one, resources: null }],
    keys: [],
  }
  const live = new LiveDirectory()
  live.take({ whole: before })
  const held = decisionsOf(live)

  live.take({ change: directoryChange(after, before) })

  assert.deepEqual(decisionsOf(live), held)
})

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
