import { Command, InvalidArgumentError, Option } from 'commander'
import { chosen, type Bilingual, type Language } from '../model/bilingual.ts'
import { CommandFailure } from './command-failure.ts'
import { gatewayName } from './gateway-name.ts'
import {
  addServerOptions,
  problemSentence,
  ServerClient,
  type ServerAnswer,
  type ServerOptions,
} from './server-client.ts'
import { languageOption } from './terminal-language.ts'
import { tokenTable, type ListedToken } from './token-table.ts'

/** `faultline token`: tokens of services, made, listed and revoked at a running server. */
export function tokenCommand(): Command {
  return new Command('token')
    .description('Make, list and revoke tokens for programs that use the management API.')
    .addCommand(createCommand())
    .addCommand(listCommand())
    .addCommand(revokeCommand())
}

const roles = ['administrator', 'maintainer', 'viewer', 'app-owner', 'guest'] as const

function createCommand(): Command {
  const command = new Command('create')
    .description('Make a token for a service; it is printed once, and nothing else on stdout.')
    .argument('<name>', 'what it is for')
    .addOption(new Option('--role <role>', 'what it may do').choices(roles).makeOptionMandatory())
    .option('--gateway <name...>', 'of which gateways it is maintainer or viewer', names, [])
    .option('--app <code...>', 'of which applications it is the owner', codes, [])
    .option('--expires <days>', 'when it ends by itself, 1d to 366d', daysIn, 90)
    .option('--json', 'print the answer of the server')
    .addOption(languageOption())
    .addHelpText('after', createHelp)
    .action(async (name: string, _options: unknown, self: Command) => {
      await create(name, self.optsWithGlobals<CreateOptions>())
    })
  return addServerOptions(command)
}

interface CreateOptions extends ServerOptions {
  readonly role: string
  readonly gateway: readonly string[]
  readonly app: readonly string[]
  readonly expires: number
  readonly json?: boolean
  readonly lang: Language
}

async function create(name: string, options: CreateOptions): Promise<void> {
  const { role, gateway: gateways, app: apps, expires: expiresInDays } = options
  const rights = {
    role,
    ...(gateways.length > 0 && { gateways }),
    ...(apps.length > 0 && { apps }),
  }
  const body = JSON.stringify({ name, expiresInDays, ...rights })
  const answer = await new ServerClient(options).post('/api/v1/tokens', body, 'application/json')
  if (answer.status !== 201) throw refusal(answer)
  const made = answer.body as ListedToken & { readonly token: string } // the server's own answer
  if (options.json === true) return console.log(JSON.stringify(made, undefined, 2))
  console.log(made.token)
  console.error(chosen(madeText(made), options.lang))
}

function madeText({ name, role = '', expiresAt }: ListedToken): Bilingual {
  const day = expiresAt.slice(0, 10)
  return [
    `Token ${name} (${role}) ends on ${day}. It is shown only this once.`,
    `令牌 ${name}（${role}）于 ${day} 到期。只显示这一次。`,
  ]
}

function listCommand(): Command {
  const command = new Command('list')
    .description('List tokens: what each may do, when it ends, when it was used last.')
    .option('--json', 'print the answer of the server')
    .addOption(languageOption())
    .action(async (_options: unknown, self: Command) => {
      const options = self.optsWithGlobals<ServerOptions & { json?: boolean; lang: Language }>()
      const items = await listedTokens(new ServerClient(options))
      if (options.json === true) return console.log(JSON.stringify({ items }, undefined, 2))
      process.stdout.write(tokenTable(items, options.lang))
    })
  return addServerOptions(command)
}

function revokeCommand(): Command {
  const command = new Command('revoke')
    .description('Revoke a token; whoever holds it is out at once.')
    .argument('<token>', 'name of a token of a service, or id or beginning of any')
    .addOption(languageOption())
    .action(async (wanted: string, _options: unknown, self: Command) => {
      await revoke(wanted, self.optsWithGlobals<ServerOptions & { lang: Language }>())
    })
  return addServerOptions(command)
}

async function revoke(
  wanted: string,
  options: ServerOptions & { readonly lang: Language },
): Promise<void> {
  const client = new ServerClient(options)
  const tokens = await listedTokens(client)
  const token =
    tokens.find(({ id, begins }) => wanted === id || wanted.startsWith(begins)) ??
    tokens.find(({ name, kind }) => wanted === name && kind === 'service')
  if (token === undefined) {
    throw new CommandFailure(
      `There is no such token. "faultline token list" shows all that you may revoke.`,
      2,
    )
  }
  const answer = await client.delete(`/api/v1/tokens/${encodeURIComponent(token.id)}`)
  if (answer.status !== 204) throw refusal(answer)
  console.log(
    chosen([`Token ${token.name} is revoked.`, `令牌 ${token.name} 已吊销。`], options.lang),
  )
}

async function listedTokens(client: ServerClient): Promise<readonly ListedToken[]> {
  const answer = await client.get('/api/v1/tokens')
  if (answer.status !== 200) throw refusal(answer)
  return (answer.body as { readonly items: readonly ListedToken[] }).items // the server's own answer
}

/** What the server does not take is a slip of whoever typed it. */
function refusal(answer: ServerAnswer): CommandFailure {
  return new CommandFailure(problemSentence(answer), answer.status < 500 ? 2 : 1)
}

function names(text: string, earlier: readonly string[]): readonly string[] {
  return [...earlier, gatewayName(text)]
}

function codes(text: string, earlier: readonly string[]): readonly string[] {
  return [...earlier, text]
}

function daysIn(text: string): number {
  const days = Number(/^(\d{1,3})d$/.exec(text)?.[1])
  if (days >= 1 && days <= 366) return days
  throw new InvalidArgumentError('It is 1d to 366d, like 90d.')
}

const createHelp = `
Roles: administrator may do everything; maintainer and viewer need --gateway; app-owner needs --app; guest
sees only what every signed-in user sees.

Examples:
  faultline token create ci --role maintainer --gateway shop
  faultline token create dashboards --role viewer --gateway shop pay --expires 366d
  faultline token create web-oncall --role app-owner --app shop-web
  faultline token revoke ci`
