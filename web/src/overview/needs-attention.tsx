import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { attributionWords } from '../../../src/diagnosis/attribution-words.ts'
import type { Verdict } from '../../../src/model/verdict.ts'
import { ask } from '../api/ask.ts'
import { When } from '../frame/when.tsx'
import { languageNow } from '../texts/language.ts'
import { FaultMark } from '../verdict/fault-mark.tsx'
import {
  type FailureGroup,
  type Failures,
  releaseBefore,
  type StageRelease,
} from './failure-groups.ts'
import { useTexts } from './texts.ts'

/** What fails, grouped by what it is: the most frequent first, each with whoever must act. */
interface NeedsAttentionProps {
  readonly failures: Failures
  readonly releases: readonly StageRelease[]
  readonly time: { readonly from: number; readonly to: number }
}

export function NeedsAttention(props: NeedsAttentionProps): React.ReactElement | null {
  const { failures, releases, time } = props
  const { t } = useTranslation()
  const say = useTexts()
  if (failures.groups.length === 0) return null
  return (
    <section>
      <h2>{t('needsAttention')}</h2>
      <div className="wide" tabIndex={0} role="region" aria-label={t('needsAttention')}>
        <table className="list">
          <thead>
            <tr>
              <th scope="col">{t('count')}</th>
              <th scope="col">{say('what')}</th>
              <th scope="col">{say('where')}</th>
              <th scope="col">{say('whoActs')}</th>
              <th scope="col">{say('since')}</th>
            </tr>
          </thead>
          <tbody>
            {failures.groups.map((group) => (
              <GroupRow key={nameOf(group)} group={group} releases={releases} time={time} />
            ))}
          </tbody>
        </table>
      </div>
      {failures.others.groups === 0 ? null : (
        <p>{say('otherGroups', { count: failures.others.groups })}</p>
      )}
    </section>
  )
}

function nameOf({ gateway, stage, key, responder, fault, owner }: FailureGroup): string {
  return [gateway, stage, key, responder, fault, owner].join(' ')
}

interface GroupRowProps {
  readonly group: FailureGroup
  readonly releases: readonly StageRelease[]
  readonly time: NeedsAttentionProps['time']
}

function GroupRow({ group, releases, time }: GroupRowProps): React.ReactElement {
  const { gateway, stage, key, fault, owner, count, firstAt, requestId } = group
  const { i18n } = useTranslation()
  const say = useTexts()
  const last = useQuery({
    queryKey: ['flow-record', requestId, i18n.language], // as the request page asks for it
    queryFn: ({ signal }) =>
      ask<{ readonly verdict: Verdict }>(`/flow-records/${requestId}`, { signal }),
    staleTime: Infinity, // a record does not change
  })
  const search = { query: `key:${key} fault:${fault}`, gateway, stage, ...time }
  const contacts = last.data?.verdict.contacts ?? []
  return (
    <tr>
      <td>
        <Link to="/flow-log" search={search}>
          {count.toLocaleString()}
        </Link>
      </td>
      <td>
        <FaultMark fault={fault} />
        <br />
        {last.data?.verdict.summary ?? <code>{key}</code>}{' '}
        <Link to="/r/$id" params={{ id: requestId }}>
          {say('lastOne')}
        </Link>
      </td>
      <td>{gateway === '' ? '–' : `${gateway}/${stage}`}</td>
      <td>
        {attributionWords[languageNow()].owners[owner]}
        {contacts.length === 0 ? null : (
          <>
            <br />
            <b>{contacts.map(({ name }) => name).join(', ')}</b>
          </>
        )}
      </td>
      <td>
        <When time={firstAt} />
        <AfterRelease group={group} releases={releases} />
      </td>
    </tr>
  )
}

function AfterRelease({ group, releases }: Omit<GroupRowProps, 'time'>) {
  const say = useTexts()
  const release = releaseBefore(group, releases)
  if (release === undefined) return null
  return (
    <>
      <br />
      {say('afterRelease', release)}
    </>
  )
}
