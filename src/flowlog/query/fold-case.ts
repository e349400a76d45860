/** Small letters as DuckDB's `lower` makes them: each character for itself. JavaScript's own differs in
 *  what depends on the neighbours (a final sigma) and in one letter that becomes two. */
export function foldCase(text: string): string {
  if (!/[^\0-\u007f]/.test(text)) return text.toLowerCase()
  let folded = ''
  for (const letter of text) folded += letter === '\u0130' ? 'i' : letter.toLowerCase()
  return folded
}
