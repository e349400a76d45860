import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ask } from '../api/ask.ts'
import { Failed } from '../frame/failed.tsx'

/** "What is different about these?": values that the records of the query have more often than the rest of
 *  the same time. */
interface DifferencesProps {
  readonly filter: Readonly<Record<string, string | number>>
  readonly choose: (field: string, value: string) => void
}

interface Difference {
  readonly field: string
  readonly value: string
  readonly selected: { readonly count: number; readonly share: number }
  readonly rest: { readonly count: number; readonly share: number }
}

export function Differences({ filter, choose }: DifferencesProps): React.ReactElement {
  const { t } = useTranslation()
  const [isAsked, setIsAsked] = useState(false)
  const found = useQuery({
    queryKey: ['flow-differences', filter],
    queryFn: ({ signal }) =>
      ask<{ readonly items: readonly Difference[] }>('/flow-records/differences', {
        query: { ...filter, top: 8 },
        signal,
      }),
    enabled: isAsked,
  })
  return (
    <section className="differences">
      <Button
        variant="default"
        size="xs"
        loading={found.isFetching}
        onClick={() => setIsAsked(true)}
      >
        {t('whatIsDifferent')}
      </Button>
      <div aria-live="polite">
        {found.error === null ? null : <Failed error={found.error} retry={found.refetch} />}
        {found.data?.items.length === 0 ? <p>{t('nothingDifferent')}</p> : null}
        {(found.data?.items.length ?? 0) > 0 ? (
          <table>
            <tbody>
              {found.data?.items.map(({ field, value, selected, rest }) => (
                <tr key={`${field} ${value}`}>
                  <th scope="row">
                    <button type="button" className="plain" onClick={() => choose(field, value)}>
                      {field}: {value === '' ? '–' : value}
                    </button>
                  </th>
                  <td>
                    {t('shareOfThese', {
                      these: percent(selected.share),
                      rest: percent(rest.share),
                    })}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        ) : null}
      </div>
    </section>
  )
}

function percent(share: number): string {
  return `${(share * 100).toFixed(share > 0 && share < 0.1 ? 1 : 0)} %`
}
