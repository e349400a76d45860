/** What the command line itself says (help, bad usage, no server), in Chinese. Like gettext it goes by the
 *  English text, so that commander's own sentences are told too; what is not known stays English. Loaded
 *  only for who reads Chinese, and for the settings page, which has both. What commands find out is told by their own pairs of texts. */
import { Help, type HelpConfiguration } from 'commander'
import { textWidth, wrapped } from '../text-width.ts'
import { chineseHelp } from './help-texts.ts'
import { chineseSentences } from './sentences.ts'
import { startSentences } from './start-sentences.ts'

/** Line by line: notes and examples of a help page, and sentences. */
export function inChinese(text: string): string {
  return text.split('\n').map(lineInChinese).join('\n')
}

function lineInChinese(line: string): string {
  const [, margin = '', words = ''] = /^(\s*)(.*)$/s.exec(line) ?? []
  const known = chineseHelp[words]
  if (known !== undefined) return margin + known
  const [, typed = '', remark = ''] = /^(.*\S\s{2,})(\S.*)$/.exec(line) ?? []
  const knownRemark = chineseHelp[remark]
  return knownRemark === undefined ? sentenceInChinese(line) : typed + knownRemark
}

function sentenceInChinese(sentence: string): string {
  for (const { pattern, chinese } of sentences) {
    const found = pattern.exec(sentence)
    if (found === null) continue
    const kept = found.slice(1).map(sentenceInChinese) // one sentence may end with another
    return chinese.replaceAll('{}', () => kept.shift() ?? '')
  }
  return sentence
}

const placeholder = RegExp.escape('{}')
const sentences = [...chineseSentences, ...startSentences].map(([english, chinese]) => ({
  pattern: new RegExp(`^${RegExp.escape(english).replaceAll(placeholder, '(.*?)')}$`),
  chinese,
}))

const plain = new Help()

/** For `configureHelp`. */
export const helpInChinese: HelpConfiguration = {
  displayWidth: textWidth,
  boxWrap: (text, columns) => wrapped(text, columns).join('\n'), // commander breaks only at blanks
  styleTitle: (title) => chineseHelp[title] ?? title,
  commandDescription: (command) => described(plain.commandDescription(command)),
  subcommandDescription: (command) => described(plain.subcommandDescription(command)),
  argumentDescription: (argument) => described(plain.argumentDescription(argument)),
  optionDescription: (option) => {
    const added = plain.optionDescription(option).slice(option.description.length)
    return described(option.description) + addedInChinese(added)
  },
}

/** A description may end with what holds without the option, and with its variable. */
export function described(text: string): string {
  const known = chineseHelp[text]
  if (known !== undefined) return known
  const [, words = '', usual, variable = ''] =
    /^(.*?)(?: \(default: (.*?)\))?( \[[A-Z_]+\])?$/.exec(text) ?? []
  const usually = usual === undefined ? '' : `（默认：${chineseHelp[usual] ?? usual}）`
  return (chineseHelp[words] ?? words) + usually + variable
}

/** ` (choices: "en", "zh", default: of the terminal)`. */
function addedInChinese(added: string): string {
  return added
    .replace(/^ \((.*)\)$/, '（$1）')
    .replaceAll('choices: ', '可选：')
    .replaceAll('env: ', '环境变量：')
    .replace(/default: ([^,）]*)/, (_all, usual: string) => `默认：${chineseHelp[usual] ?? usual}`)
}
