import './debug.css'
import { Button, Group } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { ask } from '../api/ask.ts'
import { mayMaintain } from '../api/rights.ts'
import { useSession } from '../api/session.ts'
import { NotFoundOr } from '../portal/not-found-or.tsx'
import { DebugAnswerView } from './debug-answer.tsx'
import type { DebugAnswer, DebugOrder } from './debug-answers.ts'
import { Answered, DebugCall } from './debug-call.tsx'
import { DebugHistory } from './debug-history.tsx'
import { withoutMasks } from './missing-parts.ts'
import { SendAgain } from './send-again.tsx'
import { useTexts } from './texts.ts'

/** A real request through the gateway, explained, and those of before. */
const route = getRouteApi('/gateways/$gateway/debug')

export function DebugPage(): React.ReactElement {
  const say = useTexts()
  const { gateway } = route.useParams()
  const { call, stage, resource } = route.useSearch()
  const navigate = route.useNavigate()
  const session = useSession()
  const [start, setStart] = useState<Start>({ order: { stage, resource }, leftOut: [] })
  if (session === undefined) return <p aria-live="polite">{say('loading')}</p>
  if (!mayMaintain(session, gateway)) return <p>{say('onlyMaintainers')}</p>
  if (call !== '') {
    return (
      <OldCall
        key={call}
        gateway={gateway}
        id={call}
        use={(begun) => {
          setStart(begun)
          void navigate({ search: { call: '' } })
        }}
      />
    )
  }
  return (
    <>
      <p>{say('intro')}</p>
      <DebugCall gateway={gateway} start={start.order} leftOut={start.leftOut} />
      <DebugHistory gateway={gateway} />
    </>
  )
}

/** What a new call begins with. */
interface Start {
  readonly order: Partial<DebugOrder>
  readonly leftOut: readonly string[]
}

interface OldCallProps {
  readonly gateway: string
  readonly id: string
  /** Begins a new call with what this one was. */
  readonly use: (start: Start) => void
}

function OldCall({ gateway, id, use }: OldCallProps): React.ReactElement {
  const say = useTexts()
  const navigate = route.useNavigate()
  const path = `/gateways/${encodeURIComponent(gateway)}/debug/${encodeURIComponent(id)}`
  const [unkept, setUnkept] = useState<DebugAnswer>() // it has no page of its own
  const found = useQuery({
    queryKey: [path],
    queryFn: ({ signal }) => ask<DebugAnswer>(path, { signal }),
  })
  return (
    <NotFoundOr of={found} words={say('noSuchCall')}>
      {(answer) => (
        <>
          <h2>{say('oldCall', { method: answer.method, path: answer.path })}</h2>
          <Group gap="sm" mb="md">
            <Button
              variant="default"
              onClick={() =>
                use({
                  order: withoutMasks(answer.request, answer.leftOut),
                  leftOut: answer.leftOut,
                })
              }
            >
              {say('useAsStart')}
            </Button>
            <Button variant="default" onClick={() => void navigate({ search: { call: '' } })}>
              {say('newCall')}
            </Button>
          </Group>
          <SendAgain
            path={path}
            answer={answer}
            sent={(next) => {
              if (next.isKept === false) setUnkept(next)
              else void navigate({ search: { call: next.id } })
            }}
          />
          {unkept === undefined ? (
            <DebugAnswerView answer={answer} />
          ) : (
            <Answered answer={unkept} />
          )}
        </>
      )}
    </NotFoundOr>
  )
}
