/** What a Markdown text says, as a tree. There is no node for HTML: it stays text. */
export type Block =
  | { readonly kind: 'heading'; readonly level: number; readonly inner: readonly Inline[] }
  | { readonly kind: 'paragraph'; readonly inner: readonly Inline[] }
  | { readonly kind: 'code'; readonly language: string; readonly text: string }
  | { readonly kind: 'quote'; readonly blocks: readonly Block[] }
  | { readonly kind: 'rule' }
  | {
      readonly kind: 'list'
      /** undefined: it is not numbered. */
      readonly start: number | undefined
      readonly items: readonly (readonly Block[])[]
    }
  | {
      readonly kind: 'table'
      readonly head: readonly (readonly Inline[])[]
      readonly rows: readonly (readonly (readonly Inline[])[])[]
    }

export type Inline =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'break' }
  | { readonly kind: 'strong' | 'emphasis' | 'deleted'; readonly inner: readonly Inline[] }
  /** `address` is one that a page may lead to: of http, https or mailto, or within this place. */
  | { readonly kind: 'link'; readonly address: string; readonly inner: readonly Inline[] }

/** '' for an address that runs something (`javascript:`) or that nobody can tell. */
export function safeAddress(address: string): string {
  // oxlint-disable-next-line no-control-regex -- browsers pass over them
  const plain = address.replaceAll(/[\u0000-\u0020]/g, '')
  if (/^(?:https?:\/\/|mailto:)/i.test(plain)) return plain
  if (/^[a-z][a-z0-9+.-]*:/i.test(plain)) return ''
  return /^(?:\\|\/[/\\])/.test(plain) ? '' : plain // browsers read `\` as `/`
}
