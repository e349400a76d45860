/** A query or urlencoded form without the pairs of some names; every other byte stays. */
export function cutParameters(text: string, names: ReadonlySet<string>): string {
  let kept: string[] | undefined // undefined: nothing was cut so far
  for (let at = 0; at <= text.length;) {
    const next = text.indexOf('&', at)
    const end = next === -1 ? text.length : next
    if (names.has(nameIn(text, at, end))) kept ??= at === 0 ? [] : [text.slice(0, at - 1)]
    else kept?.push(text.slice(at, end))
    at = end + 1
  }
  return kept === undefined ? text : kept.join('&')
}

function nameIn(text: string, at: number, end: number): string {
  const equals = text.indexOf('=', at)
  const name = text.slice(at, equals === -1 || equals > end ? end : equals)
  if (!name.includes('%') && !name.includes('+')) return name
  try {
    return decodeURIComponent(name.replaceAll('+', ' '))
  } catch {
    return name // a broken escape: decodeURIComponent says so by throwing
  }
}
