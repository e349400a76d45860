/** A text of the address. Numbers too: what looks like one is read as one. */
export function addressText(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}
