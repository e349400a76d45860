import type { Pending } from './gateway-answers.ts'
import { useTexts } from './texts.ts'

/** What a stage does not serve yet, in words: "not live yet: 2 resources, 1 setting". */
const kinds = ['resources', 'backends', 'plugins', 'settings', 'documentation'] as const
const words = {
  resources: 'countedResources',
  backends: 'countedBackends',
  plugins: 'countedPlugins',
  settings: 'countedSettings',
  documentation: 'countedDocumentation',
} as const

interface PendingWordsProps {
  readonly pending: Pending
  readonly isLive: boolean
}

export function PendingWords({ pending, isLive }: PendingWordsProps): React.ReactElement {
  const say = useTexts()
  const outside = pending.managedByFiles ?? 0
  if (outside > 0) return <>{say('managedByFile', { count: outside })}</>
  const counted = kinds.flatMap((kind) => {
    const count = pending[kind] ?? 0
    return count === 0 ? [] : [say(words[kind], { count })]
  })
  const problems = pending.problems ?? 0
  const what = counted.join(say('listComma'))
  return (
    <>
      {counted.length > 0
        ? say(isLive ? 'pendingChanges' : 'pendingFirst', { what })
        : say(isLive ? 'unreleased' : 'notReleased')}
      {problems === 0 ? null : (
        <>
          {' '}
          <strong>{say('countedProblems', { count: problems })}</strong>
        </>
      )}
    </>
  )
}
