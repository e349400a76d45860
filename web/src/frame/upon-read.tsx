import { Fragment, useState } from 'react'
import type { Tagged } from '../api/ask.ts'

/** A form upon what was read when it was opened. What is read again behind it neither changes the version that it is
 *  saved upon, or another's change would be overwritten unseen, nor takes away what it shows; only whoever asks for
 *  what is there now begins anew. */
interface UponReadProps<Value> {
  readonly read: Tagged<Value>
  readonly again: () => Promise<{ readonly data?: Tagged<Value> | undefined }>
  /** Whether two versions are the same to the form: then it goes on upon the newer one. */
  readonly isSame?: (before: Value, now: Value) => boolean
  readonly children: (read: Tagged<Value>, showCurrent: () => unknown) => React.ReactNode
}

export function UponRead<Value>(props: UponReadProps<Value>): React.ReactElement {
  const { read, again, isSame, children } = props
  const [{ first, round }, setUpon] = useState({ first: read, round: 0 })
  const upon = isSame?.(first.value, read.value) === true ? read : first
  const showCurrent = async (): Promise<void> => {
    const { data } = await again()
    if (data !== undefined) setUpon({ first: data, round: round + 1 })
  }
  return <Fragment key={round}>{children(upon, showCurrent)}</Fragment>
}
