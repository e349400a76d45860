import { Button, Group } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { VerdictCard } from '../verdict/verdict-card.tsx'
import { type FirstCall, stage } from './first-api.ts'
import { useTexts } from './texts.ts'

/** What came back, who answered, and what one does next. */
interface FirstAnswerProps {
  readonly gateway: string
  readonly isOpen: boolean
  readonly called: FirstCall
}

export function FirstAnswer({ gateway, isOpen, called }: FirstAnswerProps): React.ReactElement {
  const say = useTexts()
  const title = useRef<HTMLHeadingElement>(null)
  useEffect(() => title.current?.focus(), [])
  const { status, verdict, curl, hops } = called
  const last = hops.at(-1)
  const id = last?.gateway?.request_id ?? ''
  const body = last?.body?.text ?? ''
  return (
    <section aria-labelledby="first-answer">
      <h2 id="first-answer" ref={title} tabIndex={-1}>
        {status === 0 ? say('noAnswer') : say('firstAnswer', { status })}
      </h2>
      <VerdictCard verdict={verdict} status={status} about={`${gateway}/${stage}`} />
      {body === '' ? null : (
        <details>
          <summary>{say('body')}</summary>
          <pre tabIndex={0}>{body}</pre>
        </details>
      )}
      <h3>{say('byHand')}</h3>
      <p className="said">{say(isOpen ? 'byHandOpen' : 'byHandClosed')}</p>
      <pre tabIndex={0}>{curl}</pre>
      <Group>
        {id === '' ? null : (
          <Button renderRoot={(props) => <Link {...props} to="/r/$id" params={{ id }} />}>
            {say('openRequest')}
          </Button>
        )}
        <Button
          variant="default"
          renderRoot={(props) => <Link {...props} to="/gateways/$gateway" params={{ gateway }} />}
        >
          {say('openGateway')}
        </Button>
      </Group>
    </section>
  )
}
