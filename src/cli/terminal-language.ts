import { Option } from 'commander'
import type { Language } from '../diagnosis/catalogue.ts'

/** `--lang`, and without it what the terminal is set to (POSIX: LC_ALL before LC_MESSAGES before LANG). */
export function languageOption(): Option {
  return new Option('--lang <language>', 'language of the texts')
    .choices(['en', 'zh'])
    .default(terminalLanguage(), 'of the terminal')
}

function terminalLanguage(): Language {
  const { LC_ALL: all, LC_MESSAGES: messages, LANG: language } = process.env
  return (all || messages || language || '').startsWith('zh') ? 'zh' : 'en'
}
