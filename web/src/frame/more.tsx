import { Button } from '@mantine/core'
import type { UseInfiniteQueryResult } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'

/** The next page of a list that has one. */
interface MoreProps {
  readonly of: Pick<
    UseInfiniteQueryResult,
    'hasNextPage' | 'isFetchingNextPage' | 'isFetchNextPageError' | 'fetchNextPage'
  >
}

export function More({ of }: MoreProps): React.ReactElement | null {
  const { t } = useTranslation()
  if (!of.hasNextPage) return null
  return (
    <Button
      variant="default"
      loading={of.isFetchingNextPage}
      onClick={() => void of.fetchNextPage()}
    >
      {t(of.isFetchNextPageError ? 'tryAgain' : 'showMore')}
    </Button>
  )
}
