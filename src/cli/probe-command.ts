import { Command } from 'commander'
import type { Language } from '../model/bilingual.ts'
import type { ProbeReport } from '../model/probe-report.ts'
import { CommandFailure } from './command-failure.ts'
import { probeText } from './probe-text.ts'
import {
  addServerOptions,
  problemSentence,
  ServerClient,
  type ServerAnswer,
  type ServerOptions,
} from './server-client.ts'
import { languageOption } from './terminal-language.ts'

/** `faultline probe`: a running server tries the hosts of a stage from its own machine, which alone
 *  knows its routes, its name servers and the address that others see. */
export function probeCommand(): Command {
  const command = new Command('probe')
    .description('try the hosts of a stage from the machine of the gateway: dns, tcp, tls, GET /')
    .argument('<gateway>', 'name of the gateway')
    .argument('<stage>', 'name of the stage')
    .argument('[backend]', 'only the hosts of this backend')
    .option('--json', 'print JSON')
    .addOption(languageOption())
    .addHelpText('after', examples)
    .action(probe)
  return addServerOptions(command)
}

interface ProbeOptions extends ServerOptions {
  readonly json?: boolean
  readonly lang: Language
}

/** A host failed: callers get errors. */
const hostFailed = 3

async function probe(
  gateway: string,
  stage: string,
  backend: string | undefined,
  options: ProbeOptions,
): Promise<void> {
  const query = new URLSearchParams({ lang: options.lang })
  if (backend !== undefined) query.set('backend', backend)
  const place = `${encodeURIComponent(gateway)}/stages/${encodeURIComponent(stage)}`
  const path = `/api/v1/gateways/${place}/probe?${query}`
  const answer = await new ServerClient(options).post(path, '', 'application/json')
  if (answer.status !== 200) throw refusal(answer)
  const report = answer.body as ProbeReport // the server's own answer
  const text =
    options.json === true
      ? `${JSON.stringify(report, undefined, 2)}\n`
      : probeText(report, options.lang)
  process.stdout.write(text)
  process.exitCode = report.worst === 'failure' ? hostFailed : 0
}

/** A name that the server does not know is a slip of whoever typed it. */
function refusal(answer: ServerAnswer): CommandFailure {
  const { body } = answer
  const key = typeof body === 'object' && body !== null && 'key' in body ? String(body.key) : ''
  const isSlip = key.startsWith('unknown_') || key === 'invalid_parameter'
  return new CommandFailure(problemSentence(answer), isSlip ? 2 : 1)
}

const examples = `
Each host gets one GET / without credentials (User-Agent: faultline-probe). Link-local addresses are left alone.

Exit codes: 0 no host failed · 1 the tool failed · 2 bad usage, or no such name · 3 a host failed.

Examples:
  faultline probe shop prod                     every host of the stage
  faultline probe shop prod payments            the hosts of one backend
  faultline probe shop prod --server https://faultline.example.com
  faultline probe shop prod --json | jq '.hosts[].findings[] | select(.level == "failure")'`
