import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { FlowRecord } from '../src/model/flow-record.ts'
import type { Evidence, Verdict } from '../src/model/verdict.ts'
import { temporaryFolder, type Owner } from './clean-up.ts'
import { startProgram, type Program } from './program.ts'
import { programWords } from './program-words.ts'
import { call, type Answer, type Call } from './raw-client.ts'

/** The real product in a process of its own, as an operator starts it. */
export interface GatewayProcess {
  readonly program: Program
  /** Of the process that answers the management API now; `program` carries the traffic. */
  readonly controlPid: number
  readonly port: number
  readonly url: string
  readonly consoleUrl: string
  readonly dataFolder: string
  readonly token: string
  /** One request on a connection of its own. */
  call(request: Call): Promise<Answer>
  /** What the management API knows about an exchange. */
  flow(requestId: string): Promise<Flow>
  /** For exchanges without an answer: the newest record that the query finds. */
  flowByQuery(query: string): Promise<Flow>
  /** Management API, with the token; rejects on anything that is not 2xx. */
  api(path: string, init?: RequestInit): Promise<unknown>
  apply(definition: object): Promise<unknown>
  stop(): Promise<number | string>
}

export interface Flow {
  readonly record: FlowRecord
  readonly verdict: Verdict
  readonly evidence: readonly Evidence[]
}

export interface GatewayOptions {
  readonly workers?: number
  readonly words?: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
  /** A command that starts the gateway in surroundings of its own, such as `prlimit --nofile=64`. */
  readonly under?: readonly string[]
  readonly dataFolder?: string
}

/** A record is there within a second; a starved machine has been seen to need more. */
const recordLimitMs = 30_000

export const adminToken = 'a-token-for-tests-only-0123456789'

/** Starts the gateway with a definition given as an object. */
export function startGateway(
  owner: Owner,
  definition: object,
  options: GatewayOptions = {},
): Promise<GatewayProcess> {
  const file = join(temporaryFolder(), 'definition.yaml')
  writeFileSync(file, JSON.stringify(definition)) // JSON is YAML
  return startGatewayWithFile(owner, file, options)
}

/** undefined: it serves what its data folder holds. */
export async function startGatewayWithFile(
  owner: Owner,
  definitionFile: string | undefined,
  options: GatewayOptions = {},
): Promise<GatewayProcess> {
  const dataFolder = options.dataFolder ?? join(temporaryFolder(), 'data')
  const [command = process.execPath, ...words] = [
    ...(options.under ?? []),
    process.execPath,
    ...programWords,
    'start',
    `--data=${dataFolder}`,
    '--listen=127.0.0.1:0',
    '--console=127.0.0.1:0',
    `--workers=${options.workers ?? 1}`,
    ...(definitionFile === undefined ? [] : [`--apply=${definitionFile}`]),
    ...(options.words ?? ['--no-probe']),
  ]
  const program = startProgram(owner, command, words, {
    environment: { FAULTLINE_ADMIN_TOKEN: adminToken, ...options.environment },
  })
  const [, url = '', consoleUrl = ''] = await program.said(
    /faultline: ready gateway=(\S+) console=(\S+)/,
  )
  return new StartedGateway(program, dataFolder, url, consoleUrl)
}

class StartedGateway implements GatewayProcess {
  readonly program: Program
  readonly dataFolder: string
  readonly url: string
  readonly consoleUrl: string
  readonly port: number
  readonly token = adminToken

  constructor(program: Program, dataFolder: string, url: string, consoleUrl: string) {
    this.program = program
    this.dataFolder = dataFolder
    this.url = url
    this.consoleUrl = consoleUrl
    this.port = Number(new URL(url).port)
  }

  get controlPid(): number {
    const text = readFileSync(join(this.dataFolder, 'runtime.json'), 'utf8')
    return (JSON.parse(text) as { controlPid: number }).controlPid // as settings.md says
  }

  call(request: Call): Promise<Answer> {
    return call(this.port, request)
  }

  async flow(requestId: string): Promise<Flow> {
    const giveUpMs = performance.now() + recordLimitMs
    for (;;) {
      try {
        // the server waits for it for a second each time
        return (await this.api(`/flow-records/${requestId}`)) as Flow // the tests that follow check it
      } catch (error) {
        if (performance.now() > giveUpMs || !String(error).includes(': 404 ')) throw error
      }
    }
  }

  async flowByQuery(query: string): Promise<Flow> {
    const giveUpMs = performance.now() + recordLimitMs
    while (performance.now() < giveUpMs) {
      const list = (await this.api(`/flow-records?query=${query}`)) as {
        readonly items: readonly FlowRecord[]
      } // as docs/reference/management-api.md says
      const [record] = list.items
      if (record !== undefined) return this.flow(record.request_id)
      await wait(50)
    }
    throw new Error(`no flow record is found by ${query}`)
  }

  async api(path: string, init: RequestInit = {}): Promise<unknown> {
    const headers = new Headers(init.headers)
    headers.set('authorization', `Bearer ${this.token}`)
    const response = await fetch(`${this.consoleUrl}/api/v1${path}`, { ...init, headers })
    const text = await response.text()
    if (!response.ok) throw new Error(`${path}: ${response.status} ${text}`)
    return JSON.parse(text)
  }

  apply(definition: object): Promise<unknown> {
    const headers = { 'content-type': 'application/yaml' }
    return this.api('/apply', { method: 'POST', headers, body: JSON.stringify(definition) })
  }

  stop(): Promise<number | string> {
    return this.program.stop()
  }
}
