import type { ListedFlow } from './listed-flow.ts'
import { type Dropped, type LiveFlows, withDropped } from './live-flows.ts'

/** What is heard of the flow log while it is followed (docs/reference/events.md). */
export interface Ears {
  readonly arrived: (flow: ListedFlow) => void
  readonly changed: (change: (was: LiveFlows) => LiveFlows) => void
  readonly went: (state: 'open' | 'broken' | 'ended', reason: string) => void
}

export type Source = Pick<EventSource, 'addEventListener' | 'readyState' | 'close'>

/** Flow records have no ids by which a stream could go on where it broke off: what ended in between was not told. */
export function hear(source: Source, { arrived, changed, went }: Ears): void {
  const on = (name: string, act: (data: unknown) => void): void =>
    source.addEventListener(
      name,
      (event) => act(JSON.parse((event as MessageEvent<string>).data)), // as every event of the server
    )
  const missed = (): void => changed((was) => ({ ...was, hasGap: true }))
  let wasOpen = false
  on('ready', () => {
    if (wasOpen) missed()
    wasOpen = true
    went('open', '')
  })
  source.addEventListener('error', () => {
    // closed for good is what the server refused; else the browser tries again by itself
    const closed: typeof EventSource.CLOSED = 2
    went(source.readyState === closed ? 'ended' : 'broken', '')
  })
  on('flow-record', (flow) => arrived(flow as ListedFlow)) // as the API documents it
  on('dropped', (dropped) => changed((was) => withDropped(was, dropped as Dropped)))
  on('gap', missed)
  on('end', (said) => {
    source.close()
    went('ended', (said as { readonly reason: string }).reason)
  })
}
