import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Owner } from '../clean-up.ts'
import { openToAll } from '../definitions.ts'
import { startDnsServer, type DnsServer } from '../dns-server.ts'
import {
  startGateway,
  startGatewayWithFile,
  type Flow,
  type GatewayOptions,
  type GatewayProcess,
} from '../gateway-process.ts'
import { field, RawClient, requestText, type Answer, type Call } from '../raw-client.ts'
import { freePort } from '../program.ts'
import type { Provoked } from './proof.ts'

/** One running gateway on which many errors are provoked at once: each proof adds its own resource
 *  and backend, so none is in another's way. */
export class Lab {
  readonly owner: Owner
  readonly apps: object[] = [demoApp]
  readonly #gateways = new Map<string, GatewayDraft>()
  #gateway: GatewayProcess | undefined
  #nameServer: DnsServer | undefined
  #consolePort: number | undefined

  constructor(owner: Owner) {
    this.owner = owner
  }

  get gateway(): GatewayProcess {
    if (this.#gateway === undefined) throw new Error('the lab has not been started')
    return this.#gateway
  }

  async start(options: GatewayOptions = {}): Promise<void> {
    const asked =
      this.#nameServer === undefined ? [] : [`--name-servers=${this.#nameServer.address}`]
    const words = [
      '--no-probe',
      ...asked,
      ...(options.words ?? []),
      ...(await this.#consoleWords()),
    ]
    this.#gateway = await startGateway(this.owner, this.definition(), { ...options, words })
  }

  /** Stops the gateway, edits what its releases hold, and starts it with that. */
  async restartEdited(edit: (content: string) => string): Promise<void> {
    const { dataFolder } = this.gateway
    await this.gateway.stop()
    editContents(join(dataFolder, 'control.db'), edit)
    await this.restart()
  }

  /** Starts a stopped gateway again, with what lies in its data folder. */
  async restart(): Promise<void> {
    const { dataFolder } = this.gateway
    const words = ['--no-probe', ...(await this.#consoleWords())]
    this.#gateway = await startGatewayWithFile(this.owner, undefined, { dataFolder, words })
  }

  /** The one that the gateway asks, if a proof wants one. */
  async nameServer(): Promise<DnsServer> {
    if (this.#nameServer !== undefined) return this.#nameServer
    const server = await startDnsServer()
    this.owner.after(() => server.close())
    this.#nameServer = server
    return server
  }

  /** Settings of a gateway, such as `userAuth`; made where it does not exist. */
  api(name: string, settings: Partial<GatewayDraft> = {}): GatewayDraft {
    const draft = this.#gateways.get(name) ?? { ...emptyDraft(), ...settings }
    this.#gateways.set(name, draft)
    return draft
  }

  /** A resource open to all at `/NAME` of the gateway `proof`, led to a backend of its own. */
  resource(name: string, backend: string | object, more: ResourceMore = {}): void {
    const { api = 'proof', ...others } = more
    const draft = this.api(api)
    // resource names are longer than a backend's may be
    const backendName = `backend-${Object.keys(draft.backends).length + 1}`
    draft.backends[backendName] =
      typeof backend === 'string' ? { hosts: [{ url: backend }] } : backend
    draft.resources.push({
      name,
      method: 'ANY',
      path: `/${name}`,
      auth: openToAll,
      backend: { name: backendName },
      ...others,
    })
  }

  definition(): object {
    return {
      version: 1,
      apps: this.apps,
      gateways: [...this.#gateways].map(([name, draft]) => ({
        name,
        maintainers: ['proof-admin'],
        ...draft.settings,
        backends: Object.keys(draft.backends).map((backend) => ({
          name: backend,
          owners: ['proof-team'],
        })),
        stages: [{ name: 'prod', backends: draft.backends, plugins: draft.stagePlugins }],
        resources: draft.resources,
        grants: draft.grants,
      })),
    }
  }

  /** Calls `/api/proof/prod/…` and reads the flow record of the answer. */
  async refused(request: Call): Promise<Provoked> {
    return this.refusedBy(await this.gateway.call(this.#absolute(request)))
  }

  async refusedBy(answer: Answer): Promise<Provoked> {
    return { kind: 'refused', answer, flow: await this.flowOf(answer) }
  }

  async broken(request: Call): Promise<Provoked> {
    const answer = await this.gateway.call(this.#absolute(request))
    return { kind: 'broken', answer, flow: await this.flowOf(answer) }
  }

  /** Sends bytes as they are. */
  async raw(bytes: string): Promise<Provoked> {
    const client = await this.client()
    return this.refusedBy(await client.send(bytes).answer())
  }

  async client(): Promise<RawClient> {
    const client = await RawClient.connect(this.gateway.port)
    this.owner.after(() => client.close())
    return client
  }

  bytes(request: Call): string {
    return requestText(this.gateway.port, this.#absolute(request))
  }

  async flowOf(answer: Answer): Promise<Flow> {
    return this.gateway.flow(field(answer, 'X-Bkapi-Request-ID'))
  }

  flowByQuery(query: string): Promise<Flow> {
    return this.gateway.flowByQuery(query)
  }

  /** The console is reached by another name than it listens on, as behind a proxy, and at the same
   *  address after a restart. */
  async #consoleWords(): Promise<readonly string[]> {
    const port = (this.#consolePort ??= await freePort())
    return [`--console=127.0.0.1:${port}`, `--public-console-url=http://localhost:${port}`]
  }

  #absolute(request: Call): Call {
    const isWhole = request.path.startsWith('/api/')
    return isWhole ? request : { ...request, path: `/api/proof/prod${request.path}` }
  }
}

/** As if a Faultline without our checks had released it: a content is known by its hash. */
function editContents(file: string, edit: (content: string) => string): void {
  const database = new DatabaseSync(file, { enableForeignKeyConstraints: false })
  const contents = database.prepare('select hash, body from contents').all()
  database.exec('drop trigger releases_no_update')
  let edited = 0
  for (const { hash, body } of contents) {
    const after = edit(String(body))
    if (after === body) continue
    edited++
    const newHash = createHash('sha256').update(after).digest('hex')
    database
      .prepare('update contents set hash = ?, body = ? where hash = ?')
      .run(newHash, after, hash ?? '')
    database.prepare('update releases set hash = ? where hash = ?').run(newHash, hash ?? '')
  }
  database.close()
  if (edited === 0) throw new Error('nothing to edit')
}

export interface GatewayDraft {
  /** Written into the gateway as they are. */
  readonly settings: object
  readonly stagePlugins: readonly object[]
  readonly backends: Record<string, object>
  readonly resources: object[]
  readonly grants: object[]
}

export interface ResourceMore {
  /** Which gateway; `proof` unless said. */
  readonly api?: string
  readonly [key: string]: unknown
}

const emptyDraft = (): GatewayDraft => ({
  settings: {},
  stagePlugins: [],
  backends: {},
  resources: [],
  grants: [],
})

export const demoSecret = 'demo-secret-0123456789'
const demoApp = { code: 'demo-app', secret: demoSecret, owner: 'demo-team' }

/** The header with these credentials. */
export function credentials(claim: object): Record<string, string> {
  return { 'X-Bkapi-Authorization': JSON.stringify(claim) }
}

export const demoCredentials = credentials({ bk_app_code: 'demo-app', bk_app_secret: demoSecret })
export const appOnly = { app: true, user: false, permission: false }
