import { Option } from 'commander'
import type { Language } from '../diagnosis/catalogue.ts'

/** `--lang`, and without it what the terminal is set to (POSIX: LC_ALL before LC_MESSAGES before LANG). */
export function languageOption(): Option {
  return new Option('--lang <language>', 'language of the texts')
    .choices(['en', 'zh'])
    .default(terminalLanguage(), 'of the terminal')
}

/** The same before the words are understood: for help and for what is wrong with them. */
export function languageOf(words: readonly string[]): Language {
  const place = words.findIndex((word) => /^--lang(?:=|$)/.test(word))
  const asked = words[place] === '--lang' ? words[place + 1] : words[place]?.slice('--lang='.length)
  return asked === 'zh' || asked === 'en' ? asked : terminalLanguage()
}

function terminalLanguage(): Language {
  const { LC_ALL: all, LC_MESSAGES: messages, LANG: language } = process.env
  return (all || messages || language || '').startsWith('zh') ? 'zh' : 'en'
}
