import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { usePages } from '../api/pages.ts'
import { Empty } from '../frame/empty.tsx'
import { Loaded } from '../frame/loaded.tsx'
import { More } from '../frame/more.tsx'
import { When } from '../frame/when.tsx'
import { FaultMark } from '../verdict/fault-mark.tsx'
import type { DebugEntry } from './debug-answers.ts'
import { useTexts } from './texts.ts'

/** The calls of before, newest first. */
export function DebugHistory({ gateway }: { readonly gateway: string }): React.ReactElement {
  const say = useTexts()
  const path = `/gateways/${encodeURIComponent(gateway)}/debug`
  const calls = usePages<DebugEntry>(path, { limit: 20 })
  return (
    <section>
      <h2>{say('history')}</h2>
      <p className="quiet">{say('historyHint')}</p>
      <Loaded of={calls}>
        {(found) =>
          found.length === 0 ? (
            <Empty>{say('noHistory')}</Empty>
          ) : (
            <CallTable gateway={gateway} calls={found} />
          )
        }
      </Loaded>
      <More of={calls} />
    </section>
  )
}

interface CallTableProps {
  readonly gateway: string
  readonly calls: readonly DebugEntry[]
}

function CallTable({ gateway, calls }: CallTableProps): React.ReactElement {
  const { t } = useTranslation()
  const say = useTexts()
  return (
    <div className="wide" tabIndex={0} role="region" aria-label={say('history')}>
      <table className="list">
        <thead>
          <tr>
            <th scope="col">{t('time')}</th>
            <th scope="col">{t('path')}</th>
            <th scope="col">{t('status')}</th>
            <th scope="col">{t('fault')}</th>
            <th scope="col">{say('by')}</th>
          </tr>
        </thead>
        <tbody>
          {calls.map(({ id, at, actor, stage, method, path, status, fault }) => (
            <tr key={id}>
              <th scope="row">
                <Link
                  to="/gateways/$gateway/debug"
                  params={{ gateway }}
                  search={{ call: id }}
                  preload={false}
                >
                  <When time={at} />
                </Link>
              </th>
              <td>
                <code>
                  {method} {path}
                </code>{' '}
                <span className="quiet">{stage}</span>
              </td>
              <td>{status === 0 ? '–' : status}</td>
              <td>
                <FaultMark fault={fault} />
              </td>
              <td>{actor}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
