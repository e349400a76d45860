import { useEffect, useState } from 'react'
import { copyOut } from './copy-out.ts'

/** Copies a text, and says for a moment whether it did. */
export interface Copy {
  readonly state: 'ready' | 'copied' | 'failed'
  readonly copy: (text: string) => Promise<void>
}

const toldMs = 2_000

export function useCopy(): Copy {
  const [state, setState] = useState<Copy['state']>('ready')
  useEffect(() => {
    if (state === 'ready') return undefined
    const timer = setTimeout(() => setState('ready'), toldMs)
    return () => clearTimeout(timer)
  }, [state])
  return {
    state,
    copy: async (text) => setState((await copyOut(text)) ? 'copied' : 'failed'),
  }
}
