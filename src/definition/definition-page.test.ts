import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { definitionSchema } from './definition-schema.ts'
import { type Shape, shapeOf } from './shape.ts'

/** docs/reference/definition.md says every key of the format, and none that is not there. */
const page = readFileSync(new URL('../../docs/reference/definition.md', import.meta.url), 'utf8')

interface Key {
  readonly isRequired: boolean
  readonly default: unknown
  readonly unit: string | undefined
}

function schemaKeys(
  shape: Shape & { default?: unknown },
  path: string,
  keys: Map<string, Key>,
): void {
  for (const [name, member] of Object.entries<Shape & { default?: unknown }>(
    shape.properties ?? {},
  )) {
    const at = path === '' ? name : `${path}.${name}`
    const isRequired = shape.required?.includes(name) ?? false
    keys.set(at, { isRequired, default: member.default, unit: member['x-unit'] })
    schemaKeys(member, at, keys)
    for (const choice of member.anyOf ?? []) schemaKeys(choice, at, keys)
    if (member.items !== undefined) schemaKeys(member.items, `${at}[]`, keys)
    const [value] = Object.values(
      member.properties === undefined ? (member.patternProperties ?? {}) : {},
    )
    if (value !== undefined) schemaKeys(value, `${at}.*`, keys)
  }
}

interface Row {
  readonly value: string
  readonly default: string
}

function pageRows(): Map<string, Row> {
  const rows = new Map<string, Row>()
  for (const section of page.split('\n## ').slice(1)) {
    const [heading = ''] = section.split('\n')
    const paths =
      heading === 'The file'
        ? ['']
        : [...heading.matchAll(/`([^`]+)`/g)].map(([, path]) => path ?? '')
    for (const [, key = '', value = '', fallback = ''] of section.matchAll(rowPattern)) {
      for (const path of paths)
        rows.set(path === '' ? key : `${path}.${key}`, { value, default: fallback })
    }
  }
  return rows
}

const rowPattern = /^\| `(\w+)` \| (.*?) \| (.*?) \| .* \|$/gm

test('the page and the schema name the same keys', () => {
  const keys = new Map<string, Key>()
  schemaKeys(shapeOf(definitionSchema), '', keys)

  assert.deepEqual([...pageRows().keys()].toSorted(), [...keys.keys()].toSorted())
})

test('the page says the default and the unit that the schema has', () => {
  const keys = new Map<string, Key>()
  schemaKeys(shapeOf(definitionSchema), '', keys)

  for (const [path, row] of pageRows()) {
    const key = keys.get(path)
    assert.equal(row.default === 'required', key?.isRequired, path)
    if (key?.default !== undefined) {
      const text = typeof key.default === 'string' ? key.default : JSON.stringify(key.default)
      assert.equal(row.default, `\`${text}\``, path)
    }
    if (key?.unit !== undefined) assert.match(row.value, new RegExp(`^${key.unit},`), path)
  }
})
