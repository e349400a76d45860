import { Command, CommanderError } from 'commander'
import type { Language } from '../model/bilingual.ts'
import { CommandFailure } from './command-failure.ts'
import { commandIn } from './command-word.ts'
import { languageOf, languageOption } from './terminal-language.ts'
import { asTyped } from './typed-command.ts'

/** The command frame: which commands there are, and how each ends. A command's code is loaded only
 *  when it runs, so that `faultline why` starts fast. */
export interface CommandEntry {
  readonly name: string
  /** For `faultline --help`, without loading the command. */
  readonly summary: string
  /** undefined: it never runs in this process. */
  load?(): Promise<Command>
}

/** Runs the command line and resolves with the exit code: 0 done, 1 the tool failed, 2 bad usage;
 *  `why` and `call` have codes of their own. */
export async function runProgram(
  words: readonly string[],
  entries: readonly CommandEntry[],
  version: string,
  say: (sentence: string) => void = (sentence) => console.error(sentence),
): Promise<number> {
  const language = languageOf(words)
  const chinese = language === 'zh' ? await import('./chinese/in-chinese.ts') : undefined
  const spoken = (text: string): string => asTyped(chinese?.inChinese(text) ?? text)
  const program = framed(version, spoken)
  if (chinese !== undefined) program.configureHelp(chinese.helpInChinese)
  const wanted = commandIn(words)
  for (const entry of entries) {
    const loaded = entry.name === wanted ? await entry.load?.() : undefined
    const command = loaded ?? unloaded(entry)
    program.addCommand(inheritFrame(command, program, language))
  }
  const known = knownFlags(program)
  const plainWords = words.map((word) => withoutValueOfUnknown(word, known))
  try {
    await program.parseAsync(plainWords, { from: 'user' })
    return Number(process.exitCode ?? 0)
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
    if (!(error instanceof CommandFailure)) throw error
    say(spoken(error.message))
    return error.exitCode
  }
}

function framed(version: string, spoken: (text: string) => string): Command {
  return new Command('faultline')
    .description('An API gateway that says, for every answer, who wrote it and who must act.')
    .version(version, '--version', 'print the version')
    .addOption(languageOption().hideHelp())
    .helpOption('-h, --help', 'show help')
    .showHelpAfterError('Add --help to see what it takes.')
    .helpCommand('help [command]', 'show help of a command')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => process.stdout.write(spoken(text)),
      writeErr: (text) => process.stderr.write(spoken(text)),
    })
    .addHelpText('after', examples)
}

function unloaded({ name, summary }: CommandEntry): Command {
  return new Command(name).description(summary).allowUnknownOption()
}

/** Commands made elsewhere behave like the program's own: errors throw, help looks the same. The program
 *  takes `--lang` itself, so that all of them have it; each finds the language among its options. */
function inheritFrame(command: Command, program: Command, language: Language): Command {
  for (const part of command.commands) inheritFrame(part, program, language)
  return command
    .copyInheritedSettings(program)
    .helpOption('-h, --help', 'show help')
    .setOptionValue('lang', language)
}

function knownFlags(program: Command): ReadonlySet<string> {
  const commands = [program, ...program.commands]
  return new Set(commands.flatMap(({ options }) => options.map(({ long }) => long ?? '')))
}

/** `--lisen=X` becomes `--lisen`: commander proposes `--listen` only for the bare flag. */
function withoutValueOfUnknown(word: string, known: ReadonlySet<string>): string {
  const flag = /^(--[a-z][a-z-]*)=/.exec(word)?.[1]
  return flag === undefined || known.has(flag) ? word : flag
}

const examples = `
Examples:
  faultline demo                               a company of broken backends to try it on
  faultline start --apply shop.yaml            run the gateway
  curl -i http://127.0.0.1:8800/api/... | faultline why -
  faultline why 0198c2f4-...                   who answered this request, and who must act
  faultline call https://shop.example.com/     like curl -v -L, with a verdict for every hop

Exit codes: 0 done · 1 the tool failed · 2 bad usage or definition. Of "why" and "call": 0 nothing
wrong with the response, else whose fault it is: 10 client, 11 gateway, 12 network,
13 access layer, 14 service, 15 unsure.`
