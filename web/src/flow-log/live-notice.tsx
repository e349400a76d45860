import { useEffect, useState } from 'react'
import { waitBeforeMs } from './live-flows.ts'
import type { LiveTail } from './use-live-tail.ts'
import { useTexts } from './texts.ts'

/** How the following goes; what is heard of it changes every 5 s at most, or nobody could listen to anything else. */
export function LiveNotice({ tail }: { readonly tail: LiveTail }): React.ReactElement | null {
  const say = useTexts()
  const heard = useSeldom(tail.count)
  if (tail.state === 'off') return null
  const sentences = [
    ...(tail.state === 'opening' ? [say('opening')] : []),
    ...(tail.state === 'broken' ? [say('broken')] : []),
    ...(tail.state === 'ended' ? [say('ended', { reason: tail.reason || say('refused') })] : []),
    ...(tail.state === 'open' && heard === 0 ? [say('waiting')] : []),
    ...(heard > 0 ? [say('came', { count: heard })] : []),
    ...(tail.dropped > 0 ? [say('dropped', { count: tail.dropped })] : []),
    ...(tail.hasGap ? [say('gap')] : []),
  ]
  return <p aria-live="polite">{sentences.join(' ')}</p>
}

function useSeldom(count: number): number {
  const [shown, setShown] = useState({ count, atMs: 0 })
  useEffect(() => {
    const waitMs = waitBeforeMs(shown, count, Date.now())
    if (waitMs === undefined) return undefined
    const timer = setTimeout(() => setShown({ count, atMs: Date.now() }), waitMs)
    return () => clearTimeout(timer)
  }, [count, shown])
  return shown.count
}
