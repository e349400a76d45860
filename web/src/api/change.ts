import { useMutation, type UseMutationResult, useQueryClient } from '@tanstack/react-query'

/** A change through the API. After it, what it may have changed is read again: each of `stale` is the beginning of
 *  a query's key, mostly the path that was asked. A failure stays in `error` for `<NotDone>`. */
export function useChange<Input = void, Answer = unknown>(
  act: (input: Input) => Promise<Answer>,
  stale: readonly string[],
): UseMutationResult<Answer, Error, Input> {
  const client = useQueryClient()
  return useMutation({
    mutationFn: act,
    gcTime: 0, // what was typed and what is shown once does not outlive its page
    onSuccess: () =>
      Promise.all(
        stale.map((path) =>
          client.invalidateQueries({
            predicate: ({ queryKey: [first] }) =>
              typeof first === 'string' && first.startsWith(path),
          }),
        ),
      ),
  })
}
