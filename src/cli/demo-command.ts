import { styleText } from 'node:util'
import { Command, Option } from 'commander'
import { sendFirstCalls } from '../../examples/demo/first-calls.ts'
import { type DemoCall, demoCalls } from '../../examples/demo/demo-calls.ts'
import type { Definition } from '../definition/definition.ts'
import { readDefinitions } from '../definition/read-definition.ts'
import { chosen, type Bilingual, type Language } from '../model/bilingual.ts'
import type { Settings } from '../settings.ts'
import { CommandFailure } from './command-failure.ts'
import type { DemoCompany } from './demo-company.ts'
import { type DemoFlags, demoSettings, toldOfDemo } from './demo-settings.ts'
import { problemText } from './problem-text.ts'
import { readReferencedFile } from './read-files.ts'
import type { ReadyServer, StartHooks } from './start-command.ts'

/** `faultline demo`: the server with a small company of real backends, broken on purpose, and calls
 *  to try on it. Everything is in a temporary folder and gone afterwards. */
export function demoCommand(hooks: StartHooks, company: DemoCompany): Command {
  return new Command('demo')
    .description('Try it: a gateway, and backends that are broken on purpose.')
    .addOption(new Option('--listen <host:port>', 'address of the gateway').env('FAULTLINE_LISTEN'))
    .addOption(
      new Option('--console <host:port>', 'address of the management API').env('FAULTLINE_CONSOLE'),
    )
    .addHelpText('after', '\nPorts 8800 and 8801 are taken where they are free, others if not.')
    .action(async ({ lang, ...flags }: DemoOptions) => {
      process.exitCode = await demo(flags, lang, hooks, company)
    })
}

interface DemoOptions extends DemoFlags {
  readonly lang: Language
}

async function demo(
  flags: DemoFlags,
  language: Language,
  hooks: StartHooks,
  company: DemoCompany,
): Promise<number> {
  const settings = { ...(await demoSettings(flags)), data: company.dataFolder }
  let served: ReadyServer | undefined
  const ending = new AbortController()
  const definition = definitionOf(company, hooks)
  const code = await hooks.run({
    settings,
    told: () => toldOfDemo(flags, settings, served),
    definition,
    files: ['demo'],
    readAgain: () => definition,
    onReady: (server) => {
      served = server
      if (hooks.isCarried) return // another control plane said and did it
      printCalls(company, server, settings, language)
      void sendFirstCalls(callsOf(company, server), ending.signal)
    },
  })
  ending.abort()
  return code
}

function callsOf(
  { secret, hasNginx }: DemoCompany,
  { gatewayUrl }: ReadyServer,
): readonly DemoCall[] {
  return demoCalls(gatewayUrl, secret, hasNginx)
}

function definitionOf(company: DemoCompany, { plugins }: StartHooks): Definition {
  const texts = [{ file: 'examples/demo/company.yaml', text: company.definitionText }]
  const read = readDefinitions(texts, {
    expand: {},
    readFile: readReferencedFile,
    plugins,
  })
  if (read.ok) return read.definition
  throw new CommandFailure(problemText(read.problems, texts, 'en'), 1) // a defect of ours
}

function printCalls(
  company: DemoCompany,
  server: ReadyServer,
  settings: Settings,
  language: Language,
): void {
  const say = (text: Bilingual): string => chosen(text, language)
  const heading = (text: Bilingual): string => styleText('bold', say(text))
  console.log(`faultline: ready gateway=${server.gatewayUrl} console=${server.consoleUrl}\n`)
  console.log(`${heading(words.tryThese)}${say(words.inAnotherTerminal)}\n`)
  for (const { title, command, expect } of callsOf(company, server)) {
    console.log(
      `${styleText('cyan', `# ${say(title)}`)}${say(words.colon)}${say(expect)}\n${command}\n`,
    )
  }
  console.log(`${heading(words.askWhy)}${say(words.withTheId)}\n`)
  for (const line of exports(server, settings)) console.log(line)
  console.log('./faultline why REQUEST-ID')
  console.log(`curl -si ${server.gatewayUrl}/api/shop/prod/orders/7 | ./faultline why -`)
  console.log(`./faultline call ${server.gatewayUrl}/api/shop/prod/portal`)
  console.log('./faultline logs --follow\n')
  console.log(`${heading(words.inBrowser)}${say(words.sentOnce)}\n`)
  if (server.setUpLink !== '') console.log(`${server.setUpLink}${say(words.chooseName)}`)
  console.log(`${server.consoleUrl}/diagnose${say(words.paste)}\n`)
  for (const note of company.notes) console.log(`${say(words.note)}${say(note)}`)
  console.log(say(words.end))
}

const words = {
  tryThese: ['Try these calls', '试试这些调用'],
  inAnotherTerminal: [
    ' in another terminal; each shows another verdict.',
    '（在另一个终端中）；每个调用的结论都不同。',
  ],
  colon: [': ', '：'],
  askWhy: ['Then ask why', '再问为什么'],
  withTheId: [
    ', with the X-Bkapi-Request-ID of an answer, in this folder:',
    '：用应答中的 X-Bkapi-Request-ID，在本目录中执行：',
  ],
  inBrowser: ['Or in a browser', '或在浏览器中'],
  sentOnce: [
    ': each call was sent once, so there is something to see already.',
    '：每个调用都已发送过一次，已经有内容可看。',
  ],
  chooseName: ['  (choose a name and a password)', '（请设置用户名和密码）'],
  paste: ['  (paste an answer; nobody needs to sign in)', '（粘贴一个应答；无需登录）'],
  note: ['Note: ', '提示：'],
  end: ['Ctrl-C ends the demo.', '按 Ctrl-C 结束演示。'],
} satisfies Record<string, Bilingual>

/** What the other commands cannot find by themselves: another address, a token that was chosen. */
function exports(server: ReadyServer, settings: Settings): readonly string[] {
  const isUsual = server.consoleUrl === 'http://127.0.0.1:8801'
  return [
    ...(isUsual ? [] : [`export FAULTLINE_SERVER=${server.consoleUrl}`]),
    ...(settings.adminToken === '' ? [] : ['export FAULTLINE_TOKEN="$FAULTLINE_ADMIN_TOKEN"']),
  ]
}
