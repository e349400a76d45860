import { timeText } from '../texts/language.ts'

/** A moment, for people and for programs. */
interface WhenProps {
  /** Epoch milliseconds, or as ISO 8601. */
  readonly time: number | string
}

export function When({ time }: WhenProps): React.ReactElement {
  return <time dateTime={new Date(time).toISOString()}>{timeText(time)}</time>
}
