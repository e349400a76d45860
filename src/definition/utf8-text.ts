/** The text of a definition file, or where it stops being UTF-8. Whoever replaces what cannot be read would
 *  make one secret of many. */
export type Utf8Text =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly line: number; readonly column: number }

export function utf8Text(bytes: Uint8Array): Utf8Text {
  const text = decoded(bytes)
  if (text !== undefined) return { ok: true, text }
  for (let line = 1, from = 0; ; line++) {
    const end = bytes.indexOf(lineFeed, from)
    const one = bytes.subarray(from, end < 0 ? bytes.length : end)
    if (decoded(one) === undefined || end < 0)
      return { ok: false, line, column: new TextDecoder().decode(one).indexOf('\uFFFD') + 1 }
    from = end + 1
  }
}

/** What to do, behind the place. */
export const notUtf8 = {
  message: 'a byte that is not UTF-8',
  hint: 'Save the file as UTF-8.',
} as const

const lineFeed = 0x0a

function decoded(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}
