export type Language = 'en' | 'zh'

/** English and Chinese. */
export type Bilingual = readonly [english: string, chinese: string]

export function chosen([english, chinese]: Bilingual, language: Language): string {
  return language === 'zh' ? chinese : english
}

/** What is the same in both: a fact as the wire had it, a name, a command. */
export function quoted(text: string): Bilingual {
  return [text, text]
}

/** Parts that are in both languages give their own half: [en`${name} failed.`, zh`${name}出错。`]. */
type Part = string | number | Bilingual

export function en(texts: TemplateStringsArray, ...parts: readonly Part[]): string {
  return sentenceOf(texts, parts, 0)
}

export function zh(texts: TemplateStringsArray, ...parts: readonly Part[]): string {
  return sentenceOf(texts, parts, 1)
}

/** A loop, because the flow log judges every record that is no plain success. */
function sentenceOf(texts: readonly string[], parts: readonly Part[], side: 0 | 1): string {
  let sentence = texts[0] ?? ''
  for (let index = 0; index < parts.length; index++) {
    const part = parts[index] ?? ''
    sentence += typeof part === 'object' ? part[side] : part
    sentence += texts[index + 1] ?? ''
  }
  return sentence
}

export const nothingSaid: Bilingual = ['', '']

export function joined(parts: readonly Bilingual[], [english, chinese]: Bilingual): Bilingual {
  return [parts.map(([part]) => part).join(english), parts.map(([, part]) => part).join(chinese)]
}
