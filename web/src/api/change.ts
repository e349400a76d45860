import { useMutation, type UseMutationResult, useQueryClient } from '@tanstack/react-query'

/** A change through the API. After it, what it may have changed is read again: each of `stale` is the beginning of
 *  a query's key, mostly the path that was asked. A failure stays in `error` for `<NotDone>`. */
export type Change<Input, Answer> = UseMutationResult<Answer, Error, Input> & {
  /** Where another was first (412): what is there now is shown in place of the refusal. */
  readonly readAgain: () => Promise<void>
}

export function useChange<Input = void, Answer = unknown>(
  act: (input: Input) => Promise<Answer>,
  stale: readonly string[],
): Change<Input, Answer> {
  const client = useQueryClient()
  const readStale = async (): Promise<void> => {
    await Promise.all(
      stale.map((path) =>
        client.invalidateQueries({
          predicate: ({ queryKey: [first] }) => typeof first === 'string' && first.startsWith(path),
        }),
      ),
    )
  }
  const mutation = useMutation({
    mutationFn: act,
    gcTime: 0, // what was typed and what is shown once does not outlive its page
    onSuccess: readStale,
  })
  const readAgain = async (): Promise<void> => {
    mutation.reset()
    await readStale()
  }
  return { ...mutation, readAgain }
}
