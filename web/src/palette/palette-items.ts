/** What the palette offers, from what is typed: places of the console, each with its address. */
export interface PaletteItem {
  readonly href: string
  readonly label: string
  /** What it is: a page, a gateway, a request …; in the reader's language. */
  readonly kind: string
}

export interface FoundResource {
  readonly kind: 'gateway' | 'resource'
  readonly gateway: string
  readonly name: string
  readonly method: string
  readonly path: string
}

/** Pages and gateways by all words that were typed; those that begin with them first. */
export function matching(items: readonly PaletteItem[], text: string): PaletteItem[] {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
  const found = items.filter(({ label, kind }) =>
    words.every((word) => `${label} ${kind}`.toLowerCase().includes(word)),
  )
  const begins = ({ label }: PaletteItem): boolean =>
    words[0] !== undefined && label.toLowerCase().startsWith(words[0])
  return [...found.filter(begins), ...found.filter((item) => !begins(item))]
}

/** Ids of requests as the gateway makes them (UUIDs), within whatever was pasted around them. */
export function requestIdIn(text: string): string | undefined {
  return /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/i.exec(text)?.[0]
}

/** What the server is asked about: a few letters find everything and nothing. */
export function isAsked(text: string): boolean {
  return text.trim().length >= 2 && text.length <= 200 && requestIdIn(text) === undefined
}

export function resourceHref({ kind, gateway, name }: FoundResource): string {
  const place = `/docs/${encodeURIComponent(gateway)}`
  return kind === 'gateway' ? place : `${place}/${encodeURIComponent(name)}`
}
