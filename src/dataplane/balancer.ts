import type { BackendHost, StageBackend } from '../model/release.ts'

/** Chooses the endpoint of each attempt. One per backend of a stage and worker; a pick walks the
 *  endpoints and allocates nothing. */
export class Balancer {
  readonly endpoints: readonly Endpoint[]
  readonly #balance: StageBackend['balance']
  /** Of smooth weighted round-robin, by endpoint. */
  readonly #current: Float64Array

  /** With `previous` (the balancer of the release before) an endpoint whose scheme, host, port and
   *  TLS settings are unchanged keeps its requests in flight, its ejection and its pool. */
  constructor(backend: StageBackend, previous?: Balancer) {
    this.#balance = backend.balance
    this.#current = new Float64Array(backend.hosts.length)
    const endpoints: Endpoint[] = []
    for (const host of backend.hosts) {
      const same = (other: Endpoint): boolean => other.isSameAddress(host)
      const known = endpoints.find(same) ?? previous?.endpoints.find(same)
      endpoints.push(new Endpoint(host, backend.eject, known))
    }
    this.endpoints = endpoints
  }

  /** The endpoint for one more attempt; undefined only where no endpoint has a weight above 0.
   *  `tried`: endpoints this exchange has used. In this order: not tried and in service; tried and in
   *  service; not tried but ejected; any. It never refuses because all are ejected: a doubtful
   *  endpoint is better than a certain 503. */
  pick(nowMs: number, hashKey: string, tried: readonly Endpoint[]): Endpoint | undefined {
    const only = this.endpoints.length === 1 ? this.endpoints[0] : undefined
    const picked =
      only === undefined
        ? (this.#choose(nowMs, hashKey, tried) ??
          this.#choose(nowMs, hashKey, none) ??
          this.#choose(Infinity, hashKey, tried) ??
          this.#choose(Infinity, hashKey, none))
        : only.host.weight > 0
          ? only
          : undefined
    picked?.chosen(nowMs)
    return picked
  }

  #choose(nowMs: number, hashKey: string, tried: readonly Endpoint[]): Endpoint | undefined {
    switch (this.#balance) {
      case 'round-robin':
        return this.#nextInTurn(nowMs, tried, Infinity)
      case 'least-connections':
        return this.#nextInTurn(nowMs, tried, this.#leastLoad(nowMs, tried))
      case 'hash':
        return this.#byHash(nowMs, hashKey, tried)
    }
  }

  /** Smooth weighted round-robin as in nginx: weights 5, 1, 1 give a a b a c a a. Only endpoints with
   *  at most this load (requests in flight by weight) take part. */
  #nextInTurn(nowMs: number, tried: readonly Endpoint[], mostLoad: number): Endpoint | undefined {
    let total = 0
    let best: Endpoint | undefined
    let bestIndex = 0
    let bestCurrent = -Infinity
    for (let index = 0; index < this.endpoints.length; index++) {
      const endpoint = this.endpoints[index]
      if (endpoint === undefined || !mayTake(endpoint, nowMs, tried)) continue
      const weight = endpoint.host.weight
      if (endpoint.active / weight > mostLoad) continue
      const current = (this.#current[index] ?? 0) + weight
      this.#current[index] = current
      total += weight
      if (current > bestCurrent) {
        best = endpoint
        bestIndex = index
        bestCurrent = current
      }
    }
    if (best !== undefined) this.#current[bestIndex] = bestCurrent - total
    return best
  }

  #leastLoad(nowMs: number, tried: readonly Endpoint[]): number {
    let least = Infinity
    for (const endpoint of this.endpoints) {
      if (!mayTake(endpoint, nowMs, tried)) continue
      const load = endpoint.active / endpoint.host.weight
      if (load < least) least = load
    }
    return least
  }

  /** Rendezvous hashing with weights: each endpoint draws a number from key and address, the best one
   *  wins. A host that comes or goes moves only its own share of the keys, and while one is ejected
   *  its keys are spread over the others. */
  #byHash(nowMs: number, hashKey: string, tried: readonly Endpoint[]): Endpoint | undefined {
    const keyHash = textHash(hashKey)
    let best: Endpoint | undefined
    let bestScore = -Infinity
    for (const endpoint of this.endpoints) {
      if (!mayTake(endpoint, nowMs, tried)) continue
      const uniform = (mixed(keyHash ^ endpoint.addressHash) + 0.5) / 2 ** 32
      const score = endpoint.host.weight / -Math.log(uniform)
      if (score > bestScore) {
        best = endpoint
        bestScore = score
      }
    }
    return best
  }
}

/** One host of a backend as this worker knows it. */
export class Endpoint {
  readonly host: BackendHost
  /** host:port, for records. */
  readonly label: string
  /** Members `backend_scheme` and `backend_host` of the record. */
  readonly recordMembers: string
  /** The path that was recorded last, and the members made of it. */
  recordedPath = ''
  recordedTarget = ''
  /** What ends the request line, and the Host field. */
  readonly requestLineEnd: string
  /** Seeds the choice by hash; the same in all workers and after a restart. */
  readonly addressHash: number
  readonly #eject: StageBackend['eject']
  readonly #state: EndpointState

  constructor(host: BackendHost, eject: StageBackend['eject'], sameAddress?: Endpoint) {
    this.host = host
    this.label = `${host.host.includes(':') ? `[${host.host}]` : host.host}:${host.port}`
    this.recordMembers = `"backend_scheme":"${host.scheme}","backend_host":${JSON.stringify(host.hostHeader)},`
    this.requestLineEnd = ` HTTP/1.1\r\nHost: ${host.hostHeader}\r\n`
    this.addressHash = textHash(`${host.scheme}://${this.label}`)
    this.#eject = eject
    this.#state = (sameAddress === undefined ? undefined : sameAddress.#state) ?? {
      active: 0,
      pool: undefined,
      ejectedUntilMs: 0,
      failuresInRow: 0,
    }
  }

  /** Requests in flight. */
  get active(): number {
    return this.#state.active
  }
  set active(count: number) {
    this.#state.active = count
  }

  /** Whatever the owner of connections keeps for this address. Shared by the endpoints of successive
   *  releases, so it is only ever used with the TLS settings it was made with. */
  get pool(): object | undefined {
    return this.#state.pool
  }
  set pool(pool: object | undefined) {
    this.#state.pool = pool
  }

  /** Not chosen before this time unless nothing else is left; 0: in service. */
  get ejectedUntilMs(): number {
    return this.#state.ejectedUntilMs
  }

  /** An attempt failed in a way that speaks against the endpoint. */
  failed(nowMs: number): void {
    const state = this.#state
    state.failuresInRow++
    if (this.#eject.failures > 0 && state.failuresInRow >= this.#eject.failures) {
      state.ejectedUntilMs = nowMs + this.#eject.seconds * 1_000
    }
  }

  succeeded(): void {
    this.#state.failuresInRow = 0
    this.#state.ejectedUntilMs = 0
  }

  /** After an ejection one request tries the endpoint. Until it has succeeded the endpoint stays out
   *  for one more period, so a trial that never ends cannot keep it out for ever. */
  chosen(nowMs: number): void {
    const untilMs = this.#state.ejectedUntilMs
    if (untilMs > 0 && untilMs <= nowMs) {
      this.#state.ejectedUntilMs = nowMs + this.#eject.seconds * 1_000
    }
  }

  isSameAddress(host: BackendHost): boolean {
    const own = this.host
    return (
      own.host === host.host &&
      own.port === host.port &&
      own.scheme === host.scheme &&
      own.tls.serverName === host.tls.serverName &&
      own.tls.verify === host.tls.verify &&
      own.tls.ca === host.tls.ca
    )
  }
}

const none: readonly Endpoint[] = []

interface EndpointState {
  active: number
  pool: object | undefined
  ejectedUntilMs: number
  failuresInRow: number
}

function mayTake(endpoint: Endpoint, nowMs: number, tried: readonly Endpoint[]): boolean {
  return (
    endpoint.host.weight > 0 &&
    endpoint.ejectedUntilMs <= nowMs &&
    (tried.length === 0 || !tried.includes(endpoint))
  )
}

/** FNV-1a over the UTF-16 units, 32 bits. */
function textHash(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  }
  return mixed(hash)
}

/** The finalizer of MurmurHash3: every input bit reaches every output bit. */
function mixed(hash: number): number {
  let bits = hash
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b)
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35)
  return (bits ^ (bits >>> 16)) >>> 0
}
