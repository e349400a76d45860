import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Preflight } from '../releases/preflight.ts'
import type { ReleaseDone } from '../releases/released.tsx'
import {
  callFirst,
  type FirstCall,
  makeGateway,
  pointTo,
  probeDraft,
  releaseFirst,
  type Wanted,
} from './first-api.ts'

/** How far it came. What was done is not done again, so that a wrong address can be put right and tried anew. */
export interface Progress {
  readonly now: Step | undefined
  readonly isMade: boolean
  readonly probed?: Preflight
  readonly released?: ReleaseDone
  readonly called?: FirstCall
  readonly error: Error | null
}

export type Step = 'make' | 'probe' | 'release' | 'call'

const nothing: Progress = { now: undefined, isMade: false, error: null }

export interface FirstApi {
  readonly progress: Progress
  /** Makes it and tries its host; goes on where the host answers. */
  readonly begin: (wanted: Wanted) => Promise<void>
  /** Releases and calls, whatever the probe said. */
  readonly goOn: (wanted: Wanted) => Promise<void>
}

export function useFirstApi(comment: string): FirstApi {
  const client = useQueryClient()
  const [progress, setProgress] = useState(nothing)
  const tell = (change: Partial<Progress>): void => setProgress((old) => ({ ...old, ...change }))
  const guarded = async (act: () => Promise<void>): Promise<void> => {
    tell({ error: null })
    try {
      await act()
    } catch (error) {
      tell({ error: error instanceof Error ? error : new Error(String(error)) })
    } finally {
      tell({ now: undefined })
      await client.invalidateQueries() // lists and the session know the new gateway
    }
  }
  const finish = async (wanted: Wanted): Promise<void> => {
    tell({ now: 'release' })
    const released = await releaseFirst(wanted, comment)
    tell({ now: 'call', released })
    tell({ called: await callFirst(wanted) })
  }
  return {
    progress,
    begin: (wanted) =>
      guarded(async () => {
        tell({ now: 'make' })
        if (!progress.isMade) await makeGateway(wanted)
        tell({ isMade: true })
        await pointTo(wanted)
        tell({ now: 'probe' })
        const probed = await probeDraft(wanted)
        tell({ probed })
        if (probed.worst === 'info') await finish(wanted)
      }),
    goOn: (wanted) => guarded(() => finish(wanted)),
  }
}
