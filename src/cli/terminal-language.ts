import { Option } from 'commander'
import type { Language } from '../diagnosis/catalogue.ts'

/** Of the program, which takes it wherever it stands, and in the help of commands that say much. */
export function languageOption(): Option {
  return new Option('--lang <language>', 'language of the texts')
    .choices(['en', 'zh'])
    .default(terminalLanguage(), 'of the terminal')
}

/** The language of all that a run says: `--lang` (the last one counts, as with every option), and without
 *  it what the terminal is set to. Read before the words are understood, for help and for what is wrong
 *  with them. */
export function languageOf(words: readonly string[]): Language {
  const end = words.indexOf('--') // what follows is no option
  const named = (end === -1 ? words : words.slice(0, end)).map((word, at, all) =>
    all[at - 1] === '--lang' ? word : /^--lang=(.*)$/.exec(word)?.[1],
  )
  return named.findLast((word) => word === 'en' || word === 'zh') ?? terminalLanguage()
}

/** POSIX: LC_ALL before LC_MESSAGES before LANG. */
function terminalLanguage(): Language {
  const { LC_ALL: all, LC_MESSAGES: messages, LANG: language } = process.env
  return (all || messages || language || '').startsWith('zh') ? 'zh' : 'en'
}
