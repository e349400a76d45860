/** The command among the words that the program was given. */
export function commandIn(words: readonly string[]): string | undefined {
  return words.find(
    (word, at) => word !== 'help' && !word.startsWith('-') && words[at - 1] !== '--lang',
  )
}
