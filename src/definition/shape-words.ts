import { didYouMean } from './nearest-word.ts'
import { choicesOf, type Shape } from './shape.ts'
import type { Mark } from './yaml-value.ts'

/** Schemas and values in plain words, for the messages about a definition. */
export interface Expectation {
  readonly expected: string
  readonly suggestion: string
}

export function expectation(shape: Shape, value: unknown): Expectation {
  const choices = choicesOf(shape)
  if (choices !== undefined) return ofChoices(choices, value)
  if (shape.const !== undefined) return { expected: JSON.stringify(shape.const), suggestion: '' }
  if (shape.enum !== undefined) return ofWords(shape.enum.map(String), value)
  switch (shape.type) {
    case 'integer':
    case 'number':
      return ofNumber(shape, value)
    case 'boolean':
      return { expected: 'true or false', suggestion: truthSuggestion(value) }
    case 'string':
      return { expected: shape['x-rule'] ?? 'text', suggestion: textSuggestion(value) }
    case 'array':
      return { expected: 'a list', suggestion: value === null ? '' : 'Write it as [ … ].' }
    case 'object':
      return { expected: 'a mapping', suggestion: keysSuggestion(shape) }
    case 'null':
      return { expected: 'nothing', suggestion: '' }
    case undefined:
    default:
      return { expected: 'another value', suggestion: '' }
  }
}

/** Values are shown short; secrets and what came from the environment not at all. */
export function shown(value: unknown, shape: Shape, mark: Mark | undefined): string {
  if (value === null || value === undefined) return 'nothing'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object') return 'a mapping'
  if (shape.writeOnly === true) return 'a value that is not shown'
  if (mark === 'expanded') return 'the value from the environment'
  if (typeof value !== 'string') return JSON.stringify(value) ?? 'nothing'
  return JSON.stringify(value.length > longestShown ? `${value.slice(0, longestShown)}…` : value)
}

const longestShown = 60

export function rangeText({ minimum, maximum, 'x-unit': unit }: Shape): string {
  const after = unit === undefined ? '' : ` ${unit}`
  if (maximum === undefined) return `at least ${minimum}${after}`
  if (minimum === undefined) return `at most ${maximum}${after}`
  return `between ${minimum} and ${maximum}${after}`
}

function ofChoices(choices: readonly Shape[], value: unknown): Expectation {
  const words = choices.map((choice) => choice.const)
  if (words.every((word) => typeof word === 'string')) return ofWords(words, value)
  const each = choices.map((choice) => expectation(choice, value))
  return {
    expected: [...new Set(each.map(({ expected }) => expected))].join(' or '),
    suggestion: each.find(({ suggestion }) => suggestion !== '')?.suggestion ?? '',
  }
}

function ofWords(words: readonly string[], value: unknown): Expectation {
  const suggestion = typeof value === 'string' ? didYouMean(value, words) : ''
  return {
    expected: words.length === 1 ? `"${words[0]}"` : `one of ${words.join(', ')}`,
    suggestion,
  }
}

function ofNumber(shape: Shape, value: unknown): Expectation {
  const unit = shape['x-unit']
  const kind = shape.type === 'integer' ? 'a whole number' : 'a number'
  const expected = unit === undefined ? kind : `${kind.replace('whole ', '')} of ${unit}`
  return { expected, suggestion: numberSuggestion(unit, value) }
}

const durationsMs: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, min: 60_000 }
const sizesBytes: Readonly<Record<string, number>> = {
  b: 1,
  k: 1_024,
  m: 1_048_576,
  g: 1_073_741_824,
}

function numberSuggestion(unit: string | undefined, value: unknown): string {
  if (typeof value !== 'string') return ''
  const [, digits, letters = ''] = /^(\d+(?:\.\d+)?) ?([A-Za-z]*)$/.exec(value) ?? []
  if (digits === undefined) return ''
  if (letters === '') return `Remove the quotes: ${digits}.`
  const factor = unitFactor(unit, letters.toLowerCase())
  return factor === undefined ? '' : `Write ${Math.round(Number(digits) * factor)}.`
}

function unitFactor(unit: string | undefined, letters: string): number | undefined {
  if (unit === 'bytes') return sizesBytes[letters[0] ?? '']
  const milliseconds = durationsMs[letters]
  if (unit === 'milliseconds' || milliseconds === undefined) return milliseconds
  return unit === 'seconds' ? milliseconds / 1_000 : undefined
}

function truthSuggestion(value: unknown): string {
  if (typeof value !== 'string') return ''
  const lower = value.toLowerCase()
  if (['yes', 'on', 'true', 'y'].includes(lower)) return 'Write true, without quotes.'
  return ['no', 'off', 'false', 'n'].includes(lower) ? 'Write false, without quotes.' : ''
}

function textSuggestion(value: unknown): string {
  if (typeof value !== 'number' && typeof value !== 'boolean') return ''
  return `Put it in quotes: "${String(value)}".`
}

function keysSuggestion(shape: Shape): string {
  const keys = Object.keys(shape.properties ?? {})
  return keys.length === 0 ? '' : `Known here: ${keys.join(', ')}.`
}
