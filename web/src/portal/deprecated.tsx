import { Alert } from '@mantine/core'
import type { Deprecation } from './portal-answers.ts'
import { useTexts } from './texts.ts'

/** In a list: a word behind the name. */
export function DeprecatedMark({ isShown }: { readonly isShown: boolean }) {
  const say = useTexts()
  return isShown ? <span className="mark">{say('deprecated')}</span> : null
}

/** On a page: what to use instead, where it is said. */
export function DeprecatedNote({ of }: { readonly of: Deprecation }): React.ReactElement | null {
  const say = useTexts()
  if (of === null) return null
  return (
    <Alert color="orange" title={say('deprecated')}>
      {of.note === '' ? say('deprecatedWithout') : of.note}
    </Alert>
  )
}
