import { useQueries } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { attributionWords } from '../../../src/diagnosis/attribution-words.ts'
import type { Fault, Owner } from '../../../src/model/attribution.ts'
import { ask } from '../api/ask.ts'
import type { TopValues } from '../flow-log/listed-flow.ts'
import { languageNow } from '../texts/language.ts'
import { FaultMark } from '../verdict/fault-mark.tsx'

/** What fails, grouped by what it is: the most frequent first, each with whoever must act. */
interface NeedsAttentionProps {
  readonly counted: TopValues
  readonly time: { readonly from: number; readonly to: number }
}

interface CatalogueEntry {
  readonly key: string
  readonly title: string
  readonly fault: Fault
  readonly owner: Owner
}

export function NeedsAttention({ counted, time }: NeedsAttentionProps): React.ReactElement | null {
  const { t, i18n } = useTranslation()
  const values = counted.fields[0]?.values ?? []
  const entries = useQueries({
    queries: values.map(({ value }) => ({
      queryKey: ['error', value, i18n.language],
      queryFn: () => ask<CatalogueEntry>(`/errors/${encodeURIComponent(value)}`),
      staleTime: Infinity,
    })),
  })
  if (values.length === 0) return null
  return (
    <section>
      <h2>{t('needsAttention')}</h2>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('count')}</th>
            <th scope="col">{t('fault')}</th>
            <th scope="col">{t('why')}</th>
            <th scope="col">{attributionWords[languageNow()].whoActs}</th>
          </tr>
        </thead>
        <tbody>
          {values.map(({ value, count }, at) => (
            <Group key={value} name={value} count={count} entry={entries[at]?.data} time={time} />
          ))}
        </tbody>
      </table>
    </section>
  )
}

interface GroupProps {
  readonly name: string
  readonly count: number
  readonly entry: CatalogueEntry | undefined
  readonly time: NeedsAttentionProps['time']
}

function Group({ name, count, entry, time }: GroupProps): React.ReactElement {
  return (
    <tr>
      <td>
        <Link to="/flow-log" search={{ query: `key:${name}`, ...time }}>
          {count.toLocaleString()}
        </Link>
      </td>
      <td>{entry === undefined ? null : <FaultMark fault={entry.fault} />}</td>
      <td>
        {entry?.title ?? ''}{' '}
        <Link to="/errors/$key" params={{ key: name }}>
          <code>{name}</code>
        </Link>
      </td>
      <td>{entry === undefined ? '' : attributionWords[languageNow()].owners[entry.owner]}</td>
    </tr>
  )
}
