/** The order of routes, by table and against a naive reading of the rules. */
import assert from 'node:assert/strict'
import test from 'node:test'
import * as fc from 'fast-check'
import type { Method } from '../model/release.ts'
import { type RouteEntry, RouteTable } from './route-table.ts'

type Found = {
  value: string
  variables: readonly string[]
  rest: string
  hasRest: boolean
  isLiteral: boolean
} | null

/** Routes written as `GET /a/{x}`; a `*` at the end means matchSubpath. The text is the value. */
function tableOf(...routes: string[]): RouteTable<string> {
  return new RouteTable(routes.map(entryOf))
}

function entryOf(text: string): RouteEntry<string> {
  const [method = '', path = ''] = text.split(' ')
  assert.ok(isMethod(method))
  const matchSubpath = path.endsWith('*')
  return { method, path: path.replace(/\*$/, ''), matchSubpath, value: text }
}

function isMethod(text: string): text is Method {
  return ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'ANY'].includes(text)
}

function valueAt(table: RouteTable<string>, request: string): string | undefined {
  const [method = '', path = ''] = request.split(' ')
  return table.find(method, path)?.value
}

test('an exact literal wins over variables and sub-paths, whatever the order of definition', () => {
  const table = tableOf('GET /a/{x}', 'GET /a/*', 'GET /a/b', 'ANY /*')

  assert.equal(valueAt(table, 'GET /a/b'), 'GET /a/b')
  assert.equal(valueAt(table, 'GET /a/c'), 'GET /a/{x}')
  assert.equal(valueAt(table, 'GET /a/c/d'), 'GET /a/*')
  assert.equal(valueAt(table, 'GET /b'), 'ANY /*')
})

test('a longer literal prefix wins over a route that ends with the path', () => {
  const table = tableOf('GET /a/{x}/c', 'GET /a/b/*')

  assert.equal(valueAt(table, 'GET /a/b/c'), 'GET /a/b/*')
})

test('under one prefix a route that ends with the path wins, then the longest sub-path', () => {
  const table = tableOf('GET /a/{x}/*', 'GET /a/{x}/bb/*', 'GET /a/{x}/{y}')

  assert.equal(valueAt(table, 'GET /a/1/bb'), 'GET /a/{x}/{y}')
  assert.equal(valueAt(table, 'GET /a/1/bb/c'), 'GET /a/{x}/bb/*')
  assert.equal(valueAt(table, 'GET /a/1/cc/c'), 'GET /a/{x}/*')
})

test('a route without the method does not hide one further down the order', () => {
  const table = tableOf('POST /a/b', 'GET /a/{x}', 'ANY /a/*')

  assert.equal(valueAt(table, 'GET /a/b'), 'GET /a/{x}')
  assert.equal(valueAt(table, 'DELETE /a/b'), 'ANY /a/*')
})

test('an explicit method goes before ANY on the same path, but priority goes before the method', () => {
  assert.equal(valueAt(tableOf('ANY /a', 'GET /a'), 'GET /a'), 'GET /a')
  assert.equal(valueAt(tableOf('GET /a*', 'ANY /a'), 'GET /a'), 'ANY /a')
  assert.equal(valueAt(tableOf('GET /a*', 'ANY /a'), 'GET /a/b'), 'GET /a*')
})

test('one trailing slash is accepted, two are another path', () => {
  const table = tableOf('GET /a', 'GET /b/{x}')

  assert.equal(valueAt(table, 'GET /a/'), 'GET /a')
  assert.equal(valueAt(table, 'GET /b/1/'), 'GET /b/{x}')
  assert.equal(valueAt(table, 'GET /a//'), undefined)
  assert.equal(valueAt(table, 'GET /b/1//'), undefined)
})

test('a variable is one segment that is not empty, still encoded', () => {
  const table = tableOf('GET /b/{x}/c')

  assert.deepEqual(table.find('GET', '/b/a%2Fb/c')?.variables, ['a%2Fb'])
  assert.equal(table.find('GET', '/b//c'), null)
  assert.equal(table.find('GET', '/b/1/2/c'), null)
})

test('a literal dot matches a dot only, and braces inside a segment are literal', () => {
  const table = tableOf('GET /v1.0/{x}', 'GET /f/{x}.json')

  assert.equal(table.find('GET', '/v1a0/1'), null)
  assert.equal(table.find('GET', '/f/1.json'), null)
})

test('the root matches the stage with and without a slash, and all below only as a sub-path', () => {
  for (const path of ['', '/']) {
    assert.equal(tableOf('GET /').find('GET', path)?.value, 'GET /')
    assert.equal(tableOf('GET /*').find('GET', path)?.value, 'GET /*')
  }
  assert.equal(tableOf('GET /').find('GET', '/a'), null)
  assert.equal(tableOf('GET /*').find('GET', '/a/b/')?.rest, 'a/b/')
})

test('the rest of a sub-path is what follows its own path, bytes unchanged', () => {
  const table = tableOf('GET /a/{x}/*')
  const rests = ['/a/1', '/a/1/', '/a/1/b', '/a/1//b/', '/a/1/%2F'].map((path) => {
    const found = table.find('GET', path)
    return [found?.rest, found?.hasRest]
  })

  const expected = [
    ['', false],
    ['', true],
    ['b', true],
    ['/b/', true],
    ['%2F', true],
  ]
  assert.deepEqual(rests, expected)
})

test('a literal match is the same object each time', () => {
  const table = tableOf('GET /a')

  assert.equal(table.find('GET', '/a'), table.find('GET', '/a'))
})

test('a look-up among ten thousand routes costs as much as among ten', () => {
  const paths = Array.from({ length: 10_000 }, (_, i) => `/area${10_000 + i}/{x}/part`)
  const small = tableOf(...paths.slice(0, 10).map((path) => `GET ${path}`))
  const large = tableOf(...paths.map((path) => `GET ${path}`))
  const costs = { small: 0, large: 0 }

  for (let round = 0; round < 40; round++) {
    costs.small += cpuOf(small) // sums, because some kernels count in steps of milliseconds
    costs.large += cpuOf(large)
  }

  // 1.1 times when measured on a quiet machine; a search through all would be a thousand times.
  assert.ok(costs.large < 3 * costs.small, `${costs.large} against ${costs.small} us of CPU`)
})

function cpuOf(table: RouteTable<string>): number {
  const before = process.cpuUsage()
  for (let turn = 0; turn < 10_000; turn++) {
    assert.ok(table.find('GET', `/area${10_000 + (turn % 10)}/7/part`) !== null)
  }
  return process.cpuUsage(before).user
}

test('every look-up agrees with a naive reading of the rules', () => {
  const segment = fc.constantFrom('a', 'b', 'cc', '{x}', '{y}')
  const route = fc
    .tuple(
      fc.constantFrom('GET', 'POST', 'ANY'),
      fc.array(segment, { maxLength: 4 }),
      fc.constantFrom('', '/*', '/'),
    )
    .map(
      ([method, segments, end]) => `${method} /${segments.join('/')}${segments.length ? end : ''}`,
    )
  const path = fc
    .tuple(fc.array(fc.constantFrom('a', 'b', 'cc', '7', ''), { maxLength: 5 }), fc.boolean())
    .map(([segments, slash]) => segments.map((part) => `/${part}`).join('') + (slash ? '/' : ''))

  fc.assert(
    fc.property(
      fc.array(route, { maxLength: 12 }),
      fc.array(path, { minLength: 1, maxLength: 8 }),
      (routes, paths) => {
        const entries = routes.map(entryOf)
        const table = new RouteTable(entries)
        for (const method of ['GET', 'POST', 'PUT']) {
          for (const asked of paths) {
            assert.deepEqual(table.find(method, asked), naiveFind(entries, method, asked), asked)
          }
        }
      },
    ),
    { numRuns: 2_000 },
  )
})

/** Every route as the old system publishes it, sorted by its order, first match taken. */
function naiveFind(entries: RouteEntry<string>[], method: string, path: string): Found {
  const candidates = entries.flatMap((entry, order) => naiveMatches(entry, order, path))
  const known = candidates.filter((c) => c.method === method || c.method === 'ANY')
  known.sort(
    (a, b) =>
      Number(b.isExact) - Number(a.isExact) ||
      b.prefix - a.prefix ||
      b.priority - a.priority ||
      compare(a.shape, b.shape) ||
      Number(a.method === 'ANY') - Number(b.method === 'ANY') ||
      a.order - b.order,
  )
  return known[0]?.found ?? null
}

interface NaiveCandidate {
  method: string
  isExact: boolean
  prefix: number
  priority: number
  shape: string
  order: number
  found: Found
}

function naiveMatches(entry: RouteEntry<string>, order: number, path: string): NaiveCandidate[] {
  const own = entry.path.replace(/\/+$/, '')
  const asRegExp = own.replaceAll('.', '\\.').replaceAll(/\{\w\}/g, '([^/]+)')
  const tail = entry.matchSubpath ? '(/.*)?' : '/?'
  const found = new RegExp(`^${asRegExp}${tail}$`).exec(path)
  if (found === null) return []
  const variables = found.slice(1, 1 + (own.match(/\{/g)?.length ?? 0))
  const behind = entry.matchSubpath ? (found.at(-1) ?? '') : ''
  const uri = behind === '' ? own : `${own}/*`
  const isLiteral = !own.includes('{')
  const isExact = isLiteral && (path === own || (!entry.matchSubpath && path === `${own}/`))
  const firstOpen = uri.search(/[{*]/)
  return [
    {
      method: entry.method,
      isExact,
      prefix: firstOpen < 0 ? uri.length : firstOpen,
      priority: entry.matchSubpath ? -1_000 + own.replaceAll(/\{\w\}/g, ':').length : 0,
      // '!' sorts before any literal's mark: literal segments before variables, left to right
      shape: own.replaceAll(/[^/{}]+/g, '!').replaceAll('{!}', '~'),
      order,
      found: {
        value: entry.value,
        variables,
        rest: behind.slice(1),
        hasRest: behind !== '',
        isLiteral: isLiteral && (path === own || path === `${own}/`),
      },
    },
  ]
}

function compare(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
