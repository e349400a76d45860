import type { TestContext } from 'node:test'
import { callChain, chosenHop, type CallHop, type ChainSetting } from '../src/calling/call-chain.ts'
import { CallNames } from '../src/calling/call-names.ts'
import type { CallOptions } from '../src/cli/call-options.ts'
import { planCall } from '../src/cli/call-plan.ts'
import type { SecretMask } from '../src/calling/call-secrets.ts'
import { authority } from './network-peers.ts'

/** One call as `faultline call` makes it, without the process around it. */
export interface Called {
  readonly hops: readonly [CallHop, ...CallHop[]]
  readonly chosen: CallHop
  readonly finalBody: string
  readonly mask: SecretMask
}

export async function called(
  t: TestContext,
  words: readonly string[],
  setting: Partial<ChainSetting> & { readonly maxTimeMs?: number } = {},
  options: Partial<CallOptions> = {},
): Promise<Called> {
  const ownNames = new CallNames([], [])
  t.after(() => ownNames.close())
  const names = setting.names ?? ownNames
  const { request, mask, notes } = planCall(words, { ...plainOptions, ...options }, {})
  let finalBody = ''
  const hops = await callChain(request, {
    names,
    mask,
    ca: authority,
    verify: true,
    connectLimitMs: 2_000,
    endMs: performance.now() + (setting.maxTimeMs ?? 5_000),
    signal: new AbortController().signal,
    follow: true,
    mostRedirects: 10,
    firstNotes: notes,
    language: 'en',
    onFinalBody: (bytes) => (finalBody += bytes.toString()),
    onHop: () => undefined,
    ...setting,
  })
  return { hops, chosen: chosenHop(hops), finalBody, mask }
}

/** As where no option is given. */
export const plainOptions: CallOptions = {
  connectTimeout: 10,
  maxTime: 60,
  maxRedirects: 10,
  follow: true,
  lang: 'en',
}

/** key, fault, owner, certainty and the number of hops. */
export function gist({ hops, chosen }: Called): string {
  const { key, fault, owner, certainty } = chosen.verdict
  return `${key} ${fault} ${owner} ${certainty} ${hops.length}`
}
