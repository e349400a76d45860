import type { Built, DefinitionBuilder } from './built-definition.ts'
import type { Value } from './blueking-value.ts'

/** Text for people is one line here; what had more, or was longer, is kept whole beside it. */
export function addLine(
  into: Built,
  key: string,
  origin: Value | undefined,
  maxLength: number,
  builder: DefinitionBuilder,
): void {
  if (origin === undefined || origin.isEmpty) return
  if (typeof origin.raw !== 'string') return builder.copy(into, key, origin)
  const { value } = origin.settled(origin.raw)
  if (value.length <= maxLength && !/\p{Cc}/u.test(value)) return builder.copy(into, key, origin)
  const line = value.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim()
  const cut = line.length > maxLength ? `${line.slice(0, maxLength - 1)}…` : line
  builder.say(into, key, cut, origin)
  builder.keep(into, key, origin)
}
