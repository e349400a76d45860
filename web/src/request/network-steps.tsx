import { networkSteps, type NetworkStep } from './way-to-backend.ts'
import type { FlowRecord } from '../../../src/model/flow-record.ts'
import { useTexts } from './texts.ts'
import './request.css'

/** The way from the gateway to the backend, with the step at which it failed. */
export function NetworkSteps({
  record,
}: {
  readonly record: FlowRecord
}): React.ReactElement | null {
  const say = useTexts()
  const steps = networkSteps(record)
  if (steps.length === 0) return null
  const failure = record.attempts.at(-1)?.failure ?? ''
  return (
    <>
      <h2>{say('wayToBackend')}</h2>
      <ol className="steps">
        {steps.map((step) => (
          <li key={step.name} data-state={step.state}>
            <b>{say(step.name)}</b>
            <span>{wordsOf(step, failure, say)}</span>
          </li>
        ))}
      </ol>
    </>
  )
}

function wordsOf(
  { state, ms }: NetworkStep,
  failure: string,
  say: ReturnType<typeof useTexts>,
): string {
  switch (state) {
    case 'done':
      return say('took', { ms: ms.toFixed(1) })
    case 'kept':
      return say('kept')
    case 'failed':
      return say('failed', { failure })
    case 'not-reached':
      return say('notReached')
    case 'not-needed':
      return say('notNeeded')
  }
}
