import { objectOf } from '../gateway-mark.ts'

export type JsonObject = Readonly<Record<string, unknown>>

export function asObject(value: unknown): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : undefined
}

export function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** The object that begins there, up to its closing brace; to the end of the text where none closes it. */
export function objectTextAt(text: string, start: number): string {
  let depth = 0
  let inString = false
  for (let index = start; index < text.length; index++) {
    const character = text[index]
    if (character === '\\') index++
    else if (character === '"') inString = !inString
    else if (!inString && character === '{') depth++
    else if (!inString && character === '}' && --depth === 0) return text.slice(start, index + 1)
  }
  return text.slice(start)
}

/** A JSON object whose end was cut off, with what is missing put back. */
export function cutObjectOf(text: string): JsonObject | undefined {
  const whole = objectOf(text)
  if (whole !== undefined) return whole
  const open: string[] = []
  let inString = false
  let lastWhole = 0 // up to there, only brackets have to be closed
  for (let index = 0; index < text.length; index++) {
    const character = text[index] ?? ''
    if (character === '\\' && inString) index++
    else if (character === '"') inString = !inString
    else if (inString) continue
    else if (character === '{' || character === '[') open.push(character === '{' ? '}' : ']')
    else if ((character === '}' || character === ']') && open.pop() !== character) return undefined
    if (!inString && /[{}[\],]/.test(character)) lastWhole = character === ',' ? index : index + 1
  }
  return objectOf(text.slice(0, lastWhole) + open.toReversed().join(''))
}
