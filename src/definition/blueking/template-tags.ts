/** `{{ … }}`, `{% … %}` and `{# … #}` of a template, found in one walk: a text full of openings that
 *  nothing closes must not take the square of its length. */
export interface Tag {
  readonly offset: number
  readonly end: number
  readonly kind: 'expression' | 'statement' | 'comment'
  readonly content: string
}

const kinds = {
  '{': { kind: 'expression', closing: '}}' },
  '%': { kind: 'statement', closing: '%}' },
  '#': { kind: 'comment', closing: '#}' },
} as const

/** Tags never go over a line's end, as in Django. */
export function tagsOf(template: string): readonly Tag[] {
  const tags: Tag[] = []
  const next = new NextPlaces(template)
  let offset = template.indexOf('{')
  while (offset !== -1) {
    const tag = tagAt(template, offset, next)
    if (tag !== undefined) tags.push(tag)
    offset = template.indexOf('{', tag?.end ?? offset + 1)
  }
  return tags
}

function tagAt(template: string, offset: number, next: NextPlaces): Tag | undefined {
  const second = template[offset + 1] ?? ''
  if (second !== '{' && second !== '%' && second !== '#') return undefined
  const { kind, closing } = kinds[second]
  const closed = next.of(closing, offset + 2)
  if (closed >= next.of('\n', offset)) return undefined
  const content = template.slice(offset + 2, closed).trim()
  return { offset, end: closed + 2, kind, content }
}

/** Where a text comes next; each is searched once. Asked with growing offsets only. */
class NextPlaces {
  readonly #template: string
  readonly #places = new Map<string, number>()

  constructor(template: string) {
    this.#template = template
  }

  /** Infinity: nowhere. */
  of(text: string, from: number): number {
    const known = this.#places.get(text)
    if (known !== undefined && known >= from) return known
    const found = this.#template.indexOf(text, from)
    const place = found === -1 ? Infinity : found
    this.#places.set(text, place)
    return place
  }
}
