import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { ask } from '../api/ask.ts'
import { useSession } from '../api/session.ts'
import type { TopValues } from '../flow-log/listed-flow.ts'
import { Loaded } from '../frame/loaded.tsx'
import { useTexts } from './texts.ts'

/** How often the last seven days saw it, by gateway, of what the reader may see. Nothing for who is not signed in. */
const weekMs = 604_800_000

export function SeenHere({ errorKey }: { readonly errorKey: string }): React.ReactElement | null {
  const say = useTexts()
  const session = useSession()
  const [from] = useState(() => Date.now() - weekMs)
  const query = `key:${errorKey}`
  const counted = useQuery({
    queryKey: ['/flow-records/top-values', query, from],
    queryFn: ({ signal }) =>
      ask<TopValues>('/flow-records/top-values', {
        query: { query, from, field: 'gateway', top: 20 },
        signal,
      }),
    enabled: session !== null && session !== undefined,
  })
  if (session === null || session === undefined) return null
  return (
    <section>
      <h2>{say('seenHere')}</h2>
      <Loaded of={counted}>
        {({ fields }) => {
          const values = fields[0]?.values ?? []
          if (values.length === 0) return <p>{say('notSeen')}</p>
          return (
            <ul className="entry-seen">
              {values.map(({ value, count }) => (
                <li key={value}>
                  <Link to="/flow-log" search={{ query, gateway: value, period: '7d' }}>
                    {say('seenCount', {
                      count,
                      shown: count.toLocaleString(),
                      gateway: value === '' ? say('noGateway') : value,
                    })}
                  </Link>
                </li>
              ))}
            </ul>
          )
        }}
      </Loaded>
    </section>
  )
}
