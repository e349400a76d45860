/** What of a gateway or a resource is searched, ready to be compared: one way of writing for each letter, so
 *  that case and width do not matter. Words are found anywhere, as Chinese has no space between them. */
export interface SearchText {
  readonly name: string
  readonly path: string
  readonly labels: readonly string[]
  /** All of it, for what is not found at all. */
  readonly all: string
}

export function searchText(parts: {
  readonly name: string
  readonly path: string
  readonly labels: readonly string[]
  readonly words: string
}): SearchText {
  const name = folded(parts.name)
  const path = folded(parts.path)
  const labels = parts.labels.map(folded)
  // line feeds stand in no word that is searched
  return { name, path, labels, all: [name, path, ...labels, folded(parts.words)].join('\n') }
}

export interface SearchWords {
  readonly phrase: string
  readonly words: readonly string[]
}

const mostWords = 10

export function searchWords(text: string): SearchWords {
  const phrase = folded(text).trim().replaceAll(/\s+/g, ' ')
  return { phrase, words: phrase === '' ? [] : phrase.split(' ').slice(0, mostWords) }
}

export type Matched = 'name' | 'path' | 'label' | 'words'

/** Higher is better; undefined: some word is nowhere. The weakest word decides. */
export function match(
  text: SearchText,
  { phrase, words }: SearchWords,
): { readonly score: number; readonly matched: Matched } | undefined {
  if (!words.every((word) => text.all.includes(word))) return undefined
  if (text.name === phrase) return { score: 100, matched: 'name' }
  let weakest: { score: number; matched: Matched } = { score: 90, matched: 'name' }
  for (const word of words) {
    const found = wordMatch(text, word)
    if (found.score < weakest.score) weakest = found
  }
  return weakest
}

function wordMatch({ name, path, labels }: SearchText, word: string): ReturnType<typeof wordIs> {
  if (name.startsWith(word)) return wordIs(80, 'name')
  if (path === word) return wordIs(75, 'path')
  if (beginsWord(name, word)) return wordIs(70, 'name')
  if (name.includes(word)) return wordIs(60, 'name')
  if (labels.includes(word)) return wordIs(50, 'label')
  if (path.includes(word)) return wordIs(40, 'path')
  if (labels.some((label) => label.includes(word))) return wordIs(30, 'label')
  return wordIs(20, 'words')
}

function wordIs(score: number, matched: Matched): { score: number; matched: Matched } {
  return { score, matched }
}

/** `order` in `get_order` and in `get-order`. */
function beginsWord(name: string, word: string): boolean {
  return name.includes(`_${word}`) || name.includes(`-${word}`)
}

function folded(text: string): string {
  return text.normalize('NFKC').toLowerCase()
}
