/** What keys do everywhere in the console. Two in a row (`g` then `h`) lead to pages. */
export type KeyAct =
  | { readonly kind: 'palette' | 'help' | 'search' }
  | { readonly kind: 'go'; readonly to: string }

export interface Stroke {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
}

/** After `g`, by the next key. */
const goKeys = { h: '/overview', l: '/flow-log', d: '/diagnose', g: '/gateways' } as const

/** How long `g` waits for its second key, in milliseconds: as long as people need who look for it. */
export const pairMs = 1_500

export interface Strokes {
  /** When `g` was pressed; 0: it was not. */
  readonly gAtMs: number
}

interface Read {
  readonly strokes: Strokes
  readonly act: KeyAct | undefined
}

/** `isTyping`: the key belongs to a field. Ctrl-K is for no field, so it works in one too. */
export function readStroke(
  { gAtMs }: Strokes,
  { key, ctrlKey, metaKey, altKey }: Stroke,
  isTyping: boolean,
  nowMs: number,
): Read {
  const none = { gAtMs: 0 }
  if ((ctrlKey || metaKey) && !altKey && key.toLowerCase() === 'k') {
    return { strokes: none, act: { kind: 'palette' } }
  }
  if (isTyping || ctrlKey || metaKey || altKey) return { strokes: none, act: undefined }
  if (gAtMs > 0 && nowMs - gAtMs <= pairMs && Object.hasOwn(goKeys, key)) {
    const to = goKeys[key as keyof typeof goKeys] // it is one
    return { strokes: none, act: { kind: 'go', to } }
  }
  if (key === 'g') return { strokes: { gAtMs: nowMs }, act: undefined }
  if (key === '?') return { strokes: none, act: { kind: 'help' } }
  if (key === '/') return { strokes: none, act: { kind: 'search' } }
  return { strokes: none, act: undefined }
}
