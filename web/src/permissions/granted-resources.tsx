import type { Grant } from './permission-answers.ts'
import { useTexts } from './texts.ts'

/** What a permission is for; names that nothing serves now are told apart. */
export function GrantedResources({ of }: { readonly of: Pick<Grant, 'resources' | 'absent'> }) {
  const say = useTexts()
  const { resources, absent } = of
  if (resources === null) return <>{say('wholeGateway')}</>
  return (
    <>
      <code>{resources.join(', ')}</code>
      {absent.length === 0 ? null : (
        <span className="quiet"> {say('absentNames', { names: absent.join(', ') })}</span>
      )}
    </>
  )
}
