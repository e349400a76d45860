import { CommandFailure } from './command-failure.ts'
import { textWidth } from './text-width.ts'
import { problemSentence, type ServerAnswer, type ServerClient } from './server-client.ts'

/** Which records a `faultline logs` is about, and how it asks for them. */
export interface LogsFilter {
  readonly query: string
  readonly gateway: string | undefined
  readonly stage: string | undefined
  readonly from: number | undefined
  readonly to: number | undefined
}

export type Parameters = Readonly<Record<string, string | number | readonly string[] | undefined>>

/** The body of a 200; the management API's own types are those of docs/reference/management-api.md. */
export async function asked(
  client: ServerClient,
  route: '' | '/histogram' | '/top-values' | '/percentiles' | '/differences',
  filter: LogsFilter,
  more: Parameters,
): Promise<unknown> {
  const parameters = new URLSearchParams()
  for (const [name, value] of Object.entries({ ...filter, ...more })) {
    if (value === undefined || value === '') continue
    for (const one of [value].flat()) parameters.append(name, String(one))
  }
  const answer = await client.get(`/api/v1/flow-records${route}?${parameters.toString()}`)
  if (answer.status === 200) return answer.body
  const sentence = withCaret(filter.query, problemSentence(answer))
  throw new CommandFailure(sentence, isUsage(answer) ? 2 : 1)
}

function isUsage({ status }: ServerAnswer): boolean {
  return status === 400 || status === 422
}

/** The query with a mark under the column that the sentence names. */
function withCaret(query: string, sentence: string): string {
  const column = /column (\d+)/.exec(sentence)?.[1]
  if (column === undefined || query === '') return sentence
  const line = query.replaceAll(/\p{Cc}/gu, ' ')
  return `${sentence}\n  ${line}\n  ${' '.repeat(textWidth(line.slice(0, Number(column) - 1)))}^`
}
