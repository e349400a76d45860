import { Command } from 'commander'
import { CommandFailure } from './command-failure.ts'
import { gatewayName } from './gateway-name.ts'
import {
  addServerOptions,
  problemSentence,
  ServerClient,
  type ServerOptions,
} from './server-client.ts'

/** `faultline export`: what is applied of a gateway, as a definition file. */
export function gatewayExportCommand(): Command {
  const command = new Command('export')
    .description('Print what is applied of a gateway as a definition file.')
    .argument('<gateway>', 'name of the gateway', gatewayName)
    .addHelpText('after', exportHelp)
    .action(exportGateway)
  return addServerOptions(command)
}

async function exportGateway(gateway: string, options: ServerOptions): Promise<void> {
  const client = new ServerClient(options)
  const answer = await client.get(`/api/v1/gateways/${gateway}/definition`)
  if (answer.status !== 200) throw new CommandFailure(problemSentence(answer))
  const { body } = answer
  if (typeof body !== 'string') {
    throw new CommandFailure('The server answered something else than a definition.')
  }
  process.stdout.write(body)
}

const exportHelp = `
Applied again it changes nothing. \${NAME} stands where it stood; secrets of applications are never in it.

Example:
  faultline export shop > shop.yaml`
