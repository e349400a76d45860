import type { Bilingual } from '../../model/bilingual.ts'
import type { BackendHost } from '../../model/release.ts'
import { addressOf } from '../probe-finding.ts'

/** One host of one backend, as a probe names it in every sentence. */
export interface AskedHost {
  readonly backend: string
  readonly host: BackendHost
  /** Scheme, host and port: `http://orders:8080`. */
  readonly url: string
  /** `http://orders:8080 (shop/prod/default)`, the subject of every sentence. */
  readonly place: Bilingual
}

export function askedHost(
  gateway: string,
  stage: string,
  backend: string,
  host: BackendHost,
): AskedHost {
  const url = addressOf(host)
  const at = `${gateway}/${stage}/${backend}`
  return { backend, host, url, place: [`${url} (${at})`, `${url}（${at}）`] }
}
