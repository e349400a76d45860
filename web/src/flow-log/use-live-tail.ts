import { useEffect, useRef, useState } from 'react'
import { queryText } from '../api/ask.ts'
import type { ListedFlow } from './listed-flow.ts'
import { type LiveFlows, noLiveFlows, withArrived } from './live-flows.ts'
import { hear } from './live-source.ts'

/** The flow log as it happens, by server-sent events (docs/reference/events.md). */
export interface LiveTail extends LiveFlows {
  /** `broken`: the browser is trying to get through again. `ended`: nothing more comes, with the server's reason. */
  readonly state: 'off' | 'opening' | 'open' | 'broken' | 'ended'
  readonly reason: string
}

interface Followed {
  readonly gateway: string
  readonly stage: string
  readonly query: string
}

export function useLiveTail({ gateway, stage, query }: Followed, isOn: boolean): LiveTail {
  const [live, setLive] = useState<LiveFlows>(noLiveFlows)
  const [end, setEnd] = useState<Pick<LiveTail, 'state' | 'reason'>>({ state: 'off', reason: '' })
  const arrived = useRef<ListedFlow[]>([])
  useEffect(() => {
    setLive(noLiveFlows)
    setEnd({ state: isOn ? 'opening' : 'off', reason: '' })
    if (!isOn) return undefined
    const source = new EventSource(
      `/api/v1/events${queryText({ topics: 'flow-records', gateway, stage, query })}`,
    )
    hear(source, {
      arrived: (flow) => void arrived.current.push(flow),
      changed: setLive,
      went: (state, reason) => setEnd({ state, reason }),
    })
    // one look of the page for all that came in a quarter of a second
    const timer = setInterval(() => {
      const taken = arrived.current.splice(0)
      if (taken.length > 0) setLive((was) => withArrived(was, taken))
    }, 250)
    return () => {
      clearInterval(timer)
      source.close()
      arrived.current = []
    }
  }, [gateway, stage, query, isOn])
  return { ...live, ...end }
}
