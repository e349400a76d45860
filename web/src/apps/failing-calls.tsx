import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ask } from '../api/ask.ts'
import type { FlowPage, ListedFlow } from '../flow-log/listed-flow.ts'
import { Empty } from '../frame/empty.tsx'
import { Loaded } from '../frame/loaded.tsx'
import { When } from '../frame/when.tsx'
import { FaultMark } from '../verdict/fault-mark.tsx'
import { useTexts } from './texts.ts'

/** The newest calls of an application that failed, each with whose fault it was and a page that explains it. */
const dayMs = 86_400_000

export function FailingCalls({ app }: { readonly app: string }): React.ReactElement {
  const say = useTexts()
  const [from] = useState(() => Date.now() - dayMs)
  const query = `app_code:${JSON.stringify(app)} -fault:none`
  const flows = useQuery({
    queryKey: ['/flow-records', 'failing', app, from],
    queryFn: ({ signal }) =>
      ask<FlowPage>('/flow-records', { query: { query, from, limit: 10 }, signal }),
  })
  return (
    <section>
      <h2>{say('failing')}</h2>
      <Loaded of={flows}>
        {({ items }) =>
          items.length === 0 ? <Empty>{say('noneFailed')}</Empty> : <CallTable flows={items} />
        }
      </Loaded>
      <p>
        <Link to="/flow-log" search={{ query, period: '24h' }}>
          {say('allInFlowLog')}
        </Link>
      </p>
    </section>
  )
}

function CallTable({ flows }: { readonly flows: readonly ListedFlow[] }): React.ReactElement {
  const { t } = useTranslation()
  const say = useTexts()
  return (
    <div className="wide" tabIndex={0} role="region" aria-label={say('failing')}>
      <table className="list">
        <thead>
          <tr>
            <th scope="col">{t('time')}</th>
            <th scope="col">{t('status')}</th>
            <th scope="col">{t('fault')}</th>
            <th scope="col">{t('path')}</th>
            <th scope="col">{t('why')}</th>
          </tr>
        </thead>
        <tbody>
          {flows.map(({ request_id: id, timestamp, status, fault, method, http_path, key }) => (
            <tr key={id}>
              <th scope="row">
                <Link to="/r/$id" params={{ id }}>
                  <When time={timestamp} />
                </Link>
              </th>
              <td>{status}</td>
              <td>
                <FaultMark fault={fault} />
              </td>
              <td>
                <code>
                  {method} {http_path}
                </code>
              </td>
              <td>
                <Link to="/errors/$key" params={{ key }}>
                  <code>{key}</code>
                </Link>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
