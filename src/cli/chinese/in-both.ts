import type { Bilingual } from '../../model/bilingual.ts'

/** A failure as a pair, for those who put it into a finding of their own. */
export async function inBoth(sentence: string): Promise<Bilingual> {
  const { inChinese } = await import('./in-chinese.ts')
  return [sentence, inChinese(sentence)]
}
