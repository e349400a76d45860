/** Columns that a text takes in a terminal: Chinese characters take two. */
export function textWidth(text: string): number {
  let width = 0
  for (const character of text) width += wide.test(character) ? 2 : 1
  return width
}

const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]/

export function padded(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(columns - textWidth(text), 0))
}

/** The text, cut so that it takes at most so many columns. */
export function shownIn(text: string, columns: number): string {
  if (textWidth(text) <= columns) return text
  let kept = ''
  for (const character of text) {
    if (textWidth(kept + character) > columns - 1) break
    kept += character
  }
  return `${kept}…`
}

/** Breaks a text between words so that each line fits; Chinese breaks anywhere. */
export function wrapped(text: string, columns: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const part of text.split(/(?<= )|(?<=[\u3001\u3002\uff0c\uff1b])/)) {
    if (line !== '' && textWidth(line) + textWidth(part.trimEnd()) > columns) {
      lines.push(line.trimEnd())
      line = ''
    }
    line += part
  }
  if (line !== '') lines.push(line.trimEnd())
  return lines
}

/** Columns for running text: as the terminal has them, at most what is easy to read. */
export function textColumns(): number {
  const margin = 2
  return Math.max(40, Math.min(96, (process.stdout.columns ?? 96) - margin))
}
