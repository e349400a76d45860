import { useTranslation } from 'react-i18next'
import type { TopValues } from './listed-flow.ts'

/** The most frequent values of a few fields; each can be asked for alone or left out. */
interface FacetsProps {
  readonly top: TopValues
  readonly choose: (field: string, value: string, kind: 'only' | 'not') => void
}

export function Facets({ top, choose }: FacetsProps): React.ReactElement {
  const { t } = useTranslation()
  return (
    <aside className="facets" aria-label={t('allFields')}>
      {top.fields.map(({ field, values }) => (
        <section key={field}>
          <h2>{field}</h2>
          <ul>
            {values.map(({ value, count }) => (
              <li key={value}>
                <button
                  type="button"
                  aria-label={t('onlyThis', { value: `${field}: ${value}` })}
                  onClick={() => choose(field, value, 'only')}
                >
                  {value === '' ? '–' : value}
                </button>
                <span>{count.toLocaleString()}</span>
                <button
                  type="button"
                  aria-label={t('notThis', { value: `${field}: ${value}` })}
                  onClick={() => choose(field, value, 'not')}
                >
                  −
                </button>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </aside>
  )
}
