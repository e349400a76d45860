import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { isErrorKey } from '../model/error-table.ts'
import { allPlugins } from './all-plugins.ts'
import { testRelease, testResource, testServices } from './plugin-under-test.ts'

const page = readFileSync(new URL('../../docs/reference/plugins.md', import.meta.url), 'utf8')
const [introduction = '', ...sections] = page.split(/^## /m)
const chapters = new Map(sections.map((text) => [text.slice(0, text.indexOf('\n')), text]))

test('the reference names the plugins in the order in which they run', () => {
  const listed = [...(chapters.get('Order') ?? '').matchAll(/^\d+\. `([\w-]+)`$/gm)].map(
    ([, name]) => name,
  )

  assert.ok(introduction.startsWith('# Plugins'))
  assert.deepEqual(
    listed,
    allPlugins.map(({ name }) => name),
  )
  assert.deepEqual([...chapters.keys()], ['Order', ...listed])
})

test('the reference says of every option that it exists, and of no other', () => {
  for (const { name, scope, options } of allPlugins) {
    const chapter = chapters.get(name) ?? ''
    const described = [...chapter.matchAll(/^\| `(\w+)` \|/gm)].map(([, option]) => option)
    const properties = 'properties' in options ? Object.keys(Object(options.properties)) : []

    assert.deepEqual(new Set(described), new Set(properties), name)
    const kind = scope === 'listed' ? 'Listed.' : 'Built-in'
    assert.ok(chapter.split('\n')[2]?.startsWith(kind), `${name} is ${scope}`)
  }
})

test('the reference names the errors that the source of a plugin writes', () => {
  for (const { name } of allPlugins) {
    const chapter = chapters.get(name) ?? ''
    const sentence = /^Errors: ([^]*?)\.$/m.exec(chapter)?.[1] ?? ''
    const keys = [...sentence.matchAll(/`(\w+)`/g)].map(([, key]) => key ?? '')

    assert.ok(keys.length > 0 || sentence === 'none', name)
    for (const key of keys) assert.ok(isErrorKey(key), `${name}: ${key}`)
  }
  const written = new Set(
    readdirSync(import.meta.dirname)
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
      .flatMap((file) => [
        ...readFileSync(new URL(file, import.meta.url), 'utf8').matchAll(/'(\w+)'/g),
      ])
      .map(([, word]) => word ?? '')
      .filter(isErrorKey),
  )
  const described = new Set(
    [...page.matchAll(/`(\w+)`/g)].map(([, word]) => word ?? '').filter(isErrorKey),
  )
  assert.deepEqual(described, written)
})

test('every plugin is a file of its own name with a test beside it', () => {
  const files = readdirSync(import.meta.dirname)
  for (const { name } of allPlugins) {
    assert.ok(files.includes(`${name}.ts`), name)
    assert.ok(files.includes(`${name}.test.ts`), name)
  }
})

test('10,000 resources are bound in less than a second of processor time', () => {
  const plugins = [
    { type: 'rate-limit', config: { default: [{ limit: 10, periodSeconds: 60 }] } },
    { type: 'cors', config: { allow_origins: 'https://shop.example' } },
    { type: 'header-rewrite', config: { set: { 'X-A': '1' } } },
  ]
  const resources = Array.from({ length: 10_000 }, (_, n) =>
    testResource({
      name: `resource_${n}`,
      plugins: [{ type: 'ip-restriction', config: { whitelist: '10.0.0.0/8' } }],
    }),
  )
  const release = testRelease({ plugins, resources })
  const services = testServices()
  const before = process.cpuUsage()

  let bound = 0
  for (const resource of resources) {
    for (const plugin of allPlugins) {
      const level = plugin.scope === 'built-in' ? 'built-in' : 'stage'
      const listed = [...release.plugins, ...resource.plugins].find(
        ({ type }) => type === plugin.name,
      )
      if (level === 'stage' && listed === undefined) continue
      if (plugin.bind(listed?.config, { release, resource, level }, services)) bound += 1
    }
  }

  const { user, system } = process.cpuUsage(before)
  assert.equal(bound, 10_000 * 9)
  assert.ok(user + system < 1_000_000, `${user + system} us`)
})
