import type { Change } from './resource-answers.ts'
import { useTexts } from './texts.ts'

/** What the draft makes of a part: a sign and a word, not a colour alone. */
export function ChangeMark({ change }: { readonly change: Change }): React.ReactElement | null {
  const say = useTexts()
  if (change === null) return null
  return (
    <span className="change-mark" data-change={change}>
      <span aria-hidden="true">{signs[change]}</span> {say(`change_${change}`)}
    </span>
  )
}

const signs = { create: '+', update: '~', delete: '−' } as const

/** How many things keep it from being released. */
export function ProblemMark({ count }: { readonly count: number }): React.ReactElement | null {
  const say = useTexts()
  if (count === 0) return null
  return (
    <span className="problem-mark">
      <span aria-hidden="true">!</span> {say('problemCount', { count })}
    </span>
  )
}
