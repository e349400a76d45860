import type { ListenAddress } from './worker-messages.ts'

/** A publication that a worker could not compile, and why; it goes on serving the old one. */
export class PublishRefused extends Error {
  override readonly name = 'PublishRefused'
}

export class CannotListen extends Error {
  override readonly name = 'CannotListen'
  readonly code: string
  readonly address: Pick<ListenAddress, 'host' | 'port'>

  constructor(code: string, address: Pick<ListenAddress, 'host' | 'port'>) {
    super(`cannot listen on ${address.host} port ${address.port} (${code})`)
    this.code = code
    this.address = address
  }
}

/** As it crosses to the control plane, which tells the operator or who asked for a release. */
export type ToldFailure =
  | { readonly kind: 'refused'; readonly reason: string }
  | {
      readonly kind: 'cannot-listen'
      readonly code: string
      readonly host: string
      readonly port: number
    }
  | { readonly kind: 'other'; readonly reason: string }

export function toldFailure(error: unknown): ToldFailure {
  if (error instanceof PublishRefused) return { kind: 'refused', reason: error.message }
  if (error instanceof CannotListen) {
    const { host, port } = error.address
    return { kind: 'cannot-listen', code: error.code, host, port }
  }
  return { kind: 'other', reason: error instanceof Error ? error.message : String(error) }
}

export function failureOf(told: ToldFailure): Error {
  switch (told.kind) {
    case 'refused':
      return new PublishRefused(told.reason)
    case 'cannot-listen':
      return new CannotListen(told.code, told)
    case 'other':
      return new Error(told.reason)
  }
}
