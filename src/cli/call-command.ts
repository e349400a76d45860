import { Command, Option } from 'commander'
import { callChain, chosenHop } from '../calling/call-chain.ts'
import { callJson } from '../calling/call-json.ts'
import { CallNames } from '../calling/call-names.ts'
import {
  collected,
  defaultSecretVariable,
  fixedAddress,
  nameServer,
  redirectCount,
  seconds,
  type CallOptions,
} from './call-options.ts'
import { endText, hopText } from './call-picture.ts'
import { planCall, type CallPlan } from './call-plan.ts'
import { harOf } from './har-writer.ts'
import { OutputFile } from './output-file.ts'
import { languageOption } from './terminal-language.ts'
import { exitCodes } from './why-command.ts'

/** `faultline call [METHOD] URL`: like `curl -v -L`, with a timeline and a verdict for every hop. */
export function callCommand(): Command {
  const command = new Command('call')
    .description('call an address like curl -v -L and explain every hop of the redirect chain')
    .usage('[options] [METHOD] URL')
    .argument('<url...>', 'the address; the method may stand before it (GET, or POST with -d)')
  addRequestOptions(command)
  addConnectionOptions(command)
  addOutputOptions(command)
  return command
    .addHelpText('after', callHelp)
    .action(async (words: readonly string[], options: CallOptions) => {
      process.exitCode = await runCall(planCall(words, options, process.env), options)
    })
}

function addRequestOptions(command: Command): void {
  const text = (word: string): string => word
  command
    .option('-H, --header <line>', 'a header field, "Name: value"; repeatable', collected(text))
    .option('-d, --data <text>', 'send TEXT, @FILE or @- (standard input) as a form')
    .option('--data-json <text>', 'the same as JSON: Content-Type application/json')
    .addOption(new Option('-X, --request <method>', 'the method, as with curl').hideHelp())
    .option('--app <code>', 'send X-Bkapi-Authorization with this application code')
    .option(
      '--secret-env <name>',
      `the variable that holds its secret (default: ${defaultSecretVariable})`,
    )
    .option(
      '--token-env <[field=]name>',
      'a variable that holds an access_token (default), bk_token= or jwt=; repeatable',
      collected(text),
    )
}

function addConnectionOptions(command: Command): void {
  command
    .option('-k, --insecure', 'do not check certificates; the verdict says so')
    .option('--cacert <file>', 'trust these authorities too (PEM)')
    .option(
      '--resolve <host:port:address>',
      'use this address for the name; repeatable',
      collected(fixedAddress),
    )
    .option('--dns-server <address>', 'ask this name server; repeatable', collected(nameServer))
    .option('--connect-timeout <seconds>', 'for name, connection and TLS of a hop', seconds, 10)
    .option('--max-time <seconds>', 'for the whole call', seconds, 60)
    .option('--max-redirects <count>', 'redirects to follow', redirectCount, 10)
    .option('--no-follow', 'do not follow redirects')
  for (const flag of [
    '-L, --location',
    '-v, --verbose',
    '-i, --include',
    '-s, --silent',
    '-S, --show-error',
  ])
    command.addOption(new Option(flag, 'as with curl; changes nothing').hideHelp())
}

function addOutputOptions(command: Command): void {
  command
    .option('-o, --output <file>', 'write the last body to FILE, as it came')
    .option('--har <file>', 'write a HAR 1.2 of all hops, secrets masked')
    .option('--json', 'print JSON (a body to send is --data-json)')
    .addOption(languageOption())
}

const callHelp = `
curl's --json BODY is --data-json BODY here, because --json asks for JSON output. -X, -L, -v, -i, -s
and -S of a curl command are taken as well. Credentials are not sent on to another origin.
Exit codes: 0 nothing is wrong; at fault: 10 client, 11 gateway, 12 network, 13 access layer,
14 service, 15 unsure; 1 the tool failed, 2 bad usage, 130 interrupted.`

/** Resolves with the exit code. */
async function runCall(plan: CallPlan, options: CallOptions): Promise<number> {
  const body = options.output === undefined ? undefined : new OutputFile('-o', options.output)
  const har = options.har === undefined ? undefined : new OutputFile('--har', options.har)
  const names = new CallNames(options.resolve ?? [], options.dnsServer ?? [])
  const stop = new AbortController()
  const onInterrupt = (): void => stop.abort()
  process.once('SIGINT', onInterrupt) // a second one ends the process at once
  try {
    const hops = await callChain(plan.request, {
      names,
      mask: plan.mask,
      ca: plan.ca,
      verify: options.insecure !== true,
      connectLimitMs: options.connectTimeout * 1_000,
      endMs: performance.now() + options.maxTime * 1_000,
      signal: stop.signal,
      follow: options.follow,
      mostRedirects: options.maxRedirects,
      firstNotes: plan.notes,
      language: options.lang,
      onFinalBody: (bytes) => body?.write(bytes),
      onHop: (hop) => {
        if (options.json !== true) process.stdout.write(hopText(hop, plan.mask, options.lang))
      },
    })
    har?.write(Buffer.from(jsonText(plan.mask.deep(harOf(hops, plan.mask)))))
    process.stdout.write(
      options.json === true
        ? jsonText(plan.mask.deep(callJson(hops, plan.mask)))
        : endText(hops, plan.mask, options.lang),
    )
    for (const file of [body, har]) file?.close()
    return stop.signal.aborted ? interruptedCode : exitCodes[chosenHop(hops).verdict.fault]
  } finally {
    process.off('SIGINT', onInterrupt)
    names.close()
  }
}

/** 128 and the number of SIGINT, as of every program that a shell sees interrupted. */
const interruptedCode = 130

function jsonText(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`
}
