/** The real data plane in the test's own process, on a port of the kernel's choice, serving one
 *  gateway from a Release literal. Its records are collected, checked to be valid JSON, and counted:
 *  at the end of the test every accepted request must have exactly one. */
import assert from 'node:assert/strict'
import { Type } from 'typebox'
import { Clock } from '../../src/dataplane/clock.ts'
import { DataPlane } from '../../src/dataplane/data-plane.ts'
import type { DataPlaneSettings, Limits } from '../../src/dataplane/data-plane-settings.ts'
import { LiveDirectory } from '../../src/dataplane/directory-view.ts'
import { redaction } from '../../src/flowlog/redact.ts'
import type { FlowRecord } from '../../src/model/flow-record.ts'
import type { BoundPlugin, Plugin } from '../../src/model/plugin.ts'
import { wholeRecord } from '../../src/model/record-defaults.ts'
import type { RecordSink } from '../../src/model/record-sink.ts'
import {
  defaultTimeoutsMs,
  type BackendHost,
  type BackendTimeouts,
  type GatewayKey,
  type Publication,
  type Release,
  type Resource,
  type StageBackend,
} from '../../src/model/release.ts'
import { NameResolver } from '../../src/network/resolver.ts'
import type { Owner } from '../clean-up.ts'
import { RawClient } from '../raw-client.ts'
import { until } from './until.ts'

export interface Situation {
  /** Ports of the backend's endpoints on 127.0.0.1, in order. */
  readonly backends: readonly number[]
  readonly timeoutMs?: Partial<BackendTimeouts>
  readonly limits?: Partial<Limits>
  readonly retries?: number
  readonly eject?: StageBackend['eject']
  readonly balance?: StageBackend['balance']
  readonly plugins?: readonly Plugin[]
  readonly resource?: Partial<Resource>
  readonly release?: Partial<Release>
  readonly settings?: Partial<DataPlaneSettings>
  readonly keys?: readonly GatewayKey[]
}

/** A wrong expectation must not cost a test more than this. */
const shortTimeoutsMs: BackendTimeouts = {
  ...defaultTimeoutsMs,
  connect: 2_000,
  firstByte: 5_000,
  idle: 5_000,
  send: 5_000,
  total: 20_000,
  tunnelIdle: 5_000,
}

export class DataPlaneUnderTest {
  readonly plane: DataPlane
  readonly sink = new CollectingSink()
  readonly resolver = new NameResolver()
  port = 0
  readonly #clients: RawClient[] = []

  constructor(situation: Situation) {
    const directory = new LiveDirectory()
    directory.replace({ version: 1, apps: [], grants: [], keys: situation.keys ?? [] })
    this.plane = new DataPlane({
      plugins: situation.plugins ?? [],
      services: {
        counters: { spend: unused, giveBack: unused, enter: unused, leave: unused },
        nowMs: () => Date.now(),
        directory,
        instanceId: 'test',
        fetchJson: unused,
      },
      clock: new Clock(),
      sink: this.sink,
      redact: redaction,
      resolver: this.resolver,
      settings: {
        node: 'test/1',
        proxyName: 'edge',
        publicConsoleUrl: 'http://console.test',
        trustedProxies: [],
        hostTemplate: '',
        ...situation.settings,
        limits: { clientHeadMs: 5_000, clientBodyMs: 5_000, ...situation.limits },
      },
    })
    this.publish(situation)
  }

  publish(situation: Situation): void {
    this.plane.publish(publicationOf(situation))
  }

  async connect(): Promise<RawClient> {
    const client = await RawClient.connect(this.port)
    this.#clients.push(client)
    return client
  }

  /** Waits until `count` records are there; more than that fails the test. */
  async records(count: number): Promise<readonly FlowRecord[]> {
    await until(() => this.sink.lines.length >= count, `${count} flow records`)
    assert.equal(this.sink.lines.length, count, 'exactly one record for each accepted request')
    return this.sink.lines.map((line) => wholeRecord(JSON.parse(line) as Partial<FlowRecord>))
  }

  /** The only record. */
  async record(): Promise<FlowRecord> {
    const [only] = await this.records(1)
    assert.ok(only)
    return only
  }

  async close(): Promise<void> {
    for (const client of this.#clients) client.close()
    await this.plane.close()
    this.resolver.close()
    await until(() => this.sink.openSlots.size === 0, 'a record for every accepted request')
    for (const line of this.sink.lines) assert.doesNotThrow(() => JSON.parse(line), line)
  }
}

export async function dataPlaneUnderTest(
  owner: Owner,
  situation: Situation,
): Promise<DataPlaneUnderTest> {
  const underTest = new DataPlaneUnderTest(situation)
  underTest.port = await underTest.plane.listen({ host: '127.0.0.1', port: 0, reusePort: false })
  owner.after(() => underTest.close())
  return underTest
}

/** One that runs for every resource. */
export function plugin(name: string, bound: BoundPlugin): Plugin {
  const options = Type.Object({})
  return { name, scope: 'built-in', merge: 'replaces', refuses: [], options, bind: () => bound }
}

/** Where every request of these tests goes unless it is to miss. */
export const path = '/api/shop/prod/orders'

/** A request of the tests' gateway; `lines` each end in CRLF. */
export function request(lines = '', body = '', method = 'GET', target = path): string {
  return `${method} ${target} HTTP/1.1\r\nHost: shop.test\r\n${lines}\r\n${body}`
}

/** A POST whose body has its length declared. */
export function post(body: string, lines = '', method = 'POST'): string {
  return request(`Content-Length: ${body.length}\r\n${lines}`, body, method)
}

/** Every path and method, open to everyone, but for `parts`. */
export function resourceOf(parts: Partial<Resource> = {}): Resource {
  return {
    name: 'all',
    method: 'ANY',
    path: '/',
    matchSubpath: true,
    websocket: false,
    auth: { app: false, user: false, permission: false },
    backend: { name: 'default', method: 'ANY', path: '/' },
    timeoutMs: {},
    bodyLimitBytes: null,
    plugins: [],
    ...parts,
  }
}

export function publicationOf(situation: Situation): Publication {
  const directory = { version: 1, apps: [], grants: [], keys: [] }
  return { version: 1, directory, releases: [releaseOf(situation)] }
}

function releaseOf(situation: Situation): Release {
  return {
    gateway: 'shop',
    stage: 'prod',
    number: 1,
    hash: JSON.stringify([situation.backends, situation.resource, situation.release]),
    maintainers: [],
    variables: {},
    credentials: ['bkapi'],
    credentialsInBody: false,
    passCookies: false,
    userAuth: null,
    backends: [
      {
        name: 'default',
        owners: ['orders-team'],
        hosts: situation.backends.map(hostOn),
        balance: situation.balance ?? 'round-robin',
        hashOn: 'client_ip',
        timeoutMs: { ...shortTimeoutsMs, ...situation.timeoutMs },
        retries: situation.retries ?? 1,
        eject: situation.eject ?? { failures: 5, seconds: 10 },
      },
    ],
    plugins: [],
    resources: [resourceOf(situation.resource)],
    ...situation.release,
  }
}

function hostOn(port: number): BackendHost {
  return {
    scheme: 'http',
    host: '127.0.0.1',
    port,
    pathPrefix: '',
    weight: 100,
    hostHeader: 'backend.test',
    tls: { serverName: '', ca: '', verify: true },
  }
}

class CollectingSink implements RecordSink {
  readonly lines: string[] = []
  readonly openSlots = new Set<number>()
  #slots = 0

  open(): number {
    this.openSlots.add(++this.#slots)
    return this.#slots
  }

  describe(): void {}

  append(slot: number, line: string): void {
    assert.ok(this.openSlots.delete(slot), `a second record, or one without a request: ${line}`)
    this.lines.push(line)
  }
}

function unused(): never {
  throw new Error('no plugin of this test uses this service')
}
