import { Alert } from '@mantine/core'
import type { UseQueryResult } from '@tanstack/react-query'
import { Problem } from '../api/ask.ts'
import { Loaded } from '../frame/loaded.tsx'

/** What was asked for; where it is not there, or may not be seen, a sentence of the page's own. */
interface NotFoundOrProps<Data> {
  readonly of: Pick<UseQueryResult<Data>, 'data' | 'error' | 'refetch'>
  readonly words: string
  readonly children: (data: Data) => React.ReactNode
}

export function NotFoundOr<Data>(props: NotFoundOrProps<Data>): React.ReactElement {
  const { of, words, children } = props
  const isUnknown = of.error instanceof Problem && of.error.status === 404
  if (isUnknown) return <Alert color="orange">{words}</Alert>
  return <Loaded of={of}>{children}</Loaded>
}
