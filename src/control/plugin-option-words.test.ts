import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isRecord } from '../definition/shape.ts'
import { allPlugins } from '../plugins/all-plugins.ts'
import { optionsIn, optionWords } from './plugin-option-words.ts'

test('every option of every plugin has a title and help in both languages', () => {
  const options = allPlugins.flatMap((plugin) =>
    optionsOf(plugin.options).map((option) => [plugin.name, option] as const),
  )
  const unworded = options.filter(([plugin, option]) => optionWords(plugin, option) === undefined)

  assert.ok(options.length > 30, `${options.length} options`)
  assert.deepEqual(unworded, [])
})

test('the schema in another language says the same rules', () => {
  for (const plugin of allPlugins) {
    const [english, chinese] = [optionsIn(plugin, 'en'), optionsIn(plugin, 'zh')]

    assert.deepEqual(rulesOf(english), rulesOf(plugin.options))
    assert.deepEqual(rulesOf(chinese), rulesOf(plugin.options))
  }
})

function optionsOf(schema: unknown): string[] {
  if (Array.isArray(schema)) return schema.flatMap(optionsOf)
  if (!isRecord(schema)) return []
  const own = isRecord(schema['properties']) ? Object.keys(schema['properties']) : []
  return [...own, ...Object.values(schema).flatMap(optionsOf)]
}

/** Without what is only for people. */
function rulesOf(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(rulesOf)
  if (!isRecord(schema)) return schema
  const { title, description, ...rules } = schema
  const said = [title, description].filter((words) => isRecord(words)).map(rulesOf) // options of these names
  const inner = Object.entries(rules).map(([key, value]) => [key, rulesOf(value)])
  return { ...Object.fromEntries(inner), said }
}
