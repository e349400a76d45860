import { Command } from 'commander'
import { isRecord } from '../definition/shape.ts'
import { chosen, type Bilingual, type Language } from '../model/bilingual.ts'
import { CommandFailure } from './command-failure.ts'
import {
  addServerOptions,
  problemSentence,
  ServerClient,
  type ServerOptions,
} from './server-client.ts'

/** `faultline app`: applications of the API and their secrets. The secret alone goes to standard output,
 *  so that a script can put it where it belongs. */
interface Options extends ServerOptions {
  readonly lang: Language
}

interface CreateOptions extends Options {
  readonly owner: string
  readonly description?: string
}

export function appCommand(): Command {
  const create = new Command('create')
    .description('Create an application and print its secret, once.')
    .argument('<code>', 'what the application calls itself')
    .requiredOption('--owner <name>', 'the user or the group whose application it is')
    .option('--description <text>', 'for people')
    .addHelpText('after', createHelp)
    .action(async (code: string, _options: unknown, self: Command) => {
      await createApp(code, self.optsWithGlobals<CreateOptions>())
    })
  const secret = new Command('secret')
    .description('Make another secret of an application and print it; two are valid at a time.')
    .argument('<code>', 'code of the application')
    .action(async (code: string, _options: unknown, self: Command) => {
      const options = self.optsWithGlobals<Options>()
      await printNewSecret(new ServerClient(options), code, options.lang)
    })
  return new Command('app')
    .description('Create applications that call gateways, and make secrets for them.')
    .addCommand(addServerOptions(create))
    .addCommand(addServerOptions(secret))
}

const createHelp = `
The secret is the one line on standard output; the server keeps only its SHA-256.

Example:
  faultline app create web-shop --owner shop-web-team > web-shop.secret`

async function createApp(code: string, options: CreateOptions): Promise<void> {
  const { owner, description, lang } = options
  const client = new ServerClient(options)
  const body = JSON.stringify({
    code,
    owner,
    ...(description === undefined ? {} : { description }),
  })
  const answer = await client.post('/api/v1/apps', body, 'application/json')
  if (answer.status !== 201) throw new CommandFailure(problemSentence(answer))
  await printNewSecret(client, code, lang)
}

async function printNewSecret(client: ServerClient, code: string, lang: Language): Promise<void> {
  const path = `/api/v1/apps/${encodeURIComponent(code)}/secrets`
  const answer = await client.post(path, '', 'application/json')
  if (answer.status !== 201) throw new CommandFailure(problemSentence(answer))
  const { id, secret } = isRecord(answer.body) ? answer.body : {}
  if (typeof id !== 'string' || typeof secret !== 'string') {
    throw new CommandFailure('The server answered something else than a secret.')
  }
  process.stdout.write(`${secret}\n`)
  process.stderr.write(`${chosen(shownOnce(code, id), lang)}\n`)
}

function shownOnce(code: string, id: string): Bilingual {
  return [
    `This is secret ${id} of ${code}; nobody can show it again.`,
    `这是 ${code} 的密钥 ${id}；之后谁也无法再次查看。`,
  ]
}
