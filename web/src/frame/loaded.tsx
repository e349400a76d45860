import type { UseQueryResult } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { againOf, type MayBeAskedAgain } from '../api/pages.ts'
import { Failed } from './failed.tsx'

/** What was asked for, once it is there; until then that it is coming, or why it is not. */
interface LoadedProps<Data> {
  readonly of: Pick<UseQueryResult<Data>, 'data' | 'error'> & MayBeAskedAgain
  readonly children: (data: Data) => React.ReactNode
}

export function Loaded<Data>({ of, children }: LoadedProps<Data>): React.ReactElement {
  const { t } = useTranslation()
  return (
    <>
      {of.error === null ? null : <Failed error={of.error} retry={againOf(of)} />}
      {of.data === undefined
        ? of.error === null && <p aria-live="polite">{t('loading')}</p>
        : children(of.data)}
    </>
  )
}
