import { Button } from '@mantine/core'
import { ask } from '../api/ask.ts'
import { useChange } from '../api/change.ts'
import { NotDone } from '../frame/not-done.tsx'
import type { RuleTest } from './alarm-answers.ts'
import { useTexts } from './texts.ts'

/** Tells every receiver that this is a test, and shows what the rule finds now. */
export function RuleTrial({ path }: { readonly path: string }): React.ReactElement {
  const say = useTexts()
  const trial = useChange(() => ask<RuleTest>(`${path}/test`, { method: 'POST' }), [])
  return (
    <section aria-label={say('sendTest')}>
      <h2>{say('sendTest')}</h2>
      <p>{say('testHint')}</p>
      <Button variant="default" loading={trial.isPending} onClick={() => trial.mutate()}>
        {say('sendTest')}
      </Button>
      <NotDone error={trial.error} />
      <div aria-live="polite">{trial.data === undefined ? null : <Found test={trial.data} />}</div>
    </section>
  )
}

function Found({ test }: { readonly test: RuleTest }): React.ReactElement {
  const say = useTexts()
  const { fires, recordsMissing, measured, notifications, unreached } = test
  const receivers = notifications.map(({ receiver }) => receiver).join(', ')
  const count = notifications.length
  return (
    <>
      <p>
        <strong>{say(fires ? 'testFires' : 'testQuiet')}</strong>
      </p>
      <p>{count === 0 ? say('testNobody') : say('testSent', { count, receivers })}</p>
      {unreached.length === 0 ? null : <p>{say('unreached', { names: unreached.join(', ') })}</p>}
      {recordsMissing ? <p>{say('recordsMissing')}</p> : null}
      <ul>
        {measured.map(({ gateway, value, matching }) => (
          <li key={`${gateway} ${value}`}>
            {say('matching', { value: value || gateway || say('allTogether'), matching })}
          </li>
        ))}
      </ul>
    </>
  )
}
