import { languageNow } from '../texts/language.ts'
import type { Plugin } from './plugin-answers.ts'

export function titleOf({ title }: Plugin): string {
  return title[languageNow()]
}
