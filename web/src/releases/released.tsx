import { Alert, Button, Group } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { When } from '../frame/when.tsx'
import type { LiveOn } from '../gateways/gateway-answers.ts'
import { useTexts } from './texts.ts'

/** What a release came to: live where, since when, and what one does next. */
export interface ReleaseDone {
  readonly number: number
  readonly changed: boolean
  readonly live: LiveOn
}

interface ReleasedProps {
  readonly gateway: string
  readonly stage: string
  readonly done: ReleaseDone
}

export function Released({ gateway, stage, done }: ReleasedProps): React.ReactElement {
  const say = useTexts()
  const title = useRef<HTMLHeadingElement>(null)
  useEffect(() => title.current?.focus(), [])
  const { number, changed, live } = done
  const params = { gateway, stage }
  return (
    <section aria-label={say('releases')}>
      <Alert color="green" role="status">
        <h3 ref={title} tabIndex={-1} className="done-title">
          {changed ? say('isLive', { number, stage }) : say('wasLive', { number, stage })}
        </h3>
        <p>
          {say('liveOn', { workers: live.workers, of: live.of })} <When time={live.since} />
        </p>
      </Alert>
      <Group mt="md">
        <Button
          renderRoot={(props) => (
            <Link {...props} to="/gateways/$gateway/stages/$stage/releases" params={params} />
          )}
        >
          {say('toReleases')}
        </Button>
        <Button
          variant="default"
          renderRoot={(props) => (
            <Link
              {...props}
              to="/flow-log"
              search={{ query: `gateway:${gateway} stage:${stage}` }}
            />
          )}
        >
          {say('toFlowLog')}
        </Button>
      </Group>
    </section>
  )
}
