import './permissions.css'
import { Button, Popover } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { ask } from '../api/ask.ts'
import type { Page } from '../api/pages.ts'
import { maintainsAny } from '../api/rights.ts'
import { useSession } from '../api/session.ts'
import { When } from '../frame/when.tsx'
import type { Reminder } from './permission-answers.ts'
import { keepSeen, seenBy } from './reminders-seen.ts'
import { useTexts } from './texts.ts'

/** What ends soon or waits, for who is signed in; those that were not looked at yet are counted. */
export function ReminderBell(): React.ReactElement | null {
  const user = useSession()?.name
  return user === undefined ? null : <BellOf key={user} user={user} />
}

function BellOf({ user }: { readonly user: string }): React.ReactElement {
  const say = useTexts()
  const [isOpen, { toggle, close }] = useDisclosure()
  const [seen, setSeen] = useState(() => seenBy(user))
  const reminders = useQuery({
    queryKey: ['/reminders'],
    queryFn: ({ signal }) => ask<Page<Reminder>>('/reminders', { query: { limit: 20 }, signal }),
    staleTime: 60_000,
    refetchInterval: 300_000,
  })
  const items = reminders.data?.items ?? []
  const waiting = useWaiting()
  const fresh = items.filter(({ number }) => number > seen).length + waiting
  const look = () => {
    const newest = Math.max(seen, ...items.map(({ number }) => number))
    keepSeen(user, newest)
    setSeen(newest)
  }
  return (
    <Popover
      position="bottom-end"
      width={340}
      shadow="md"
      trapFocus
      opened={isOpen}
      onChange={close}
    >
      <Popover.Target>
        <Button
          variant="subtle"
          size="xs"
          aria-label={say('remindersNew', { count: fresh })}
          onClick={() => {
            look()
            toggle()
          }}
        >
          <Bell />
          {fresh === 0 ? null : <span className="bell-count">{fresh}</span>}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={say('reminders')}>
        <Reminders items={items} waiting={waiting} close={close} />
      </Popover.Dropdown>
    </Popover>
  )
}

function Bell(): React.ReactElement {
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 16 16"
      width="16"
      height="16"
      fill="none"
      stroke="currentColor"
    >
      <path
        strokeWidth="1.4"
        strokeLinejoin="round"
        d="M8 1.5a4 4 0 0 0-4 4c0 4-1.5 5-1.5 6h11c0-1-1.5-2-1.5-6a4 4 0 0 0-4-4zM6.5 13.5a1.5 1.5 0 0 0 3 0"
      />
    </svg>
  )
}

/** Requests that wait for one's own decision; a hundred and more are a hundred here. */
function useWaiting(): number {
  const decides = maintainsAny(useSession())
  const requests = useQuery({
    queryKey: ['/permission-requests', 'waiting'],
    queryFn: ({ signal }) =>
      ask<Page<unknown>>('/permission-requests', {
        query: { as: 'maintainer', status: 'pending' },
        signal,
      }),
    enabled: decides,
    staleTime: 60_000,
    refetchInterval: 300_000,
  })
  return requests.data?.items.length ?? 0
}

interface RemindersProps {
  readonly items: readonly Reminder[]
  readonly waiting: number
  /** A link was followed. */
  readonly close: () => void
}

function Reminders({ items, waiting, close }: RemindersProps): React.ReactElement {
  const say = useTexts()
  const decides = maintainsAny(useSession())
  return (
    <>
      {items.length + waiting === 0 ? <p>{say('noReminders')}</p> : null}
      <ul className="reminder-list">
        {items.map(({ number, at, kind, app, gateway, subject, text }) => (
          <li key={number}>
            <strong>{subject}</strong>
            <br />
            {text} <When time={at} />
            <br />
            {kind === 'permission_expires' ? (
              <Link onClick={close} to="/apps/$app" params={{ app }}>
                {app}
              </Link>
            ) : (
              <Link onClick={close} to="/gateways/$gateway/permissions" params={{ gateway }}>
                {gateway}
              </Link>
            )}
          </li>
        ))}
      </ul>
      <Link onClick={close} to="/apps">
        {say('myRequests')}
      </Link>
      {decides ? (
        <>
          {' · '}
          <Link onClick={close} to="/approvals">
            {waiting === 0 ? say('approvals') : say('waiting', { count: waiting })}
          </Link>
        </>
      ) : null}
    </>
  )
}
