import { When } from '../frame/when.tsx'
import { ProbeResult } from '../stages/probe-result.tsx'
import { useTexts } from './texts.ts'
import type { Progress, Step } from './use-first-api.ts'

/** The four steps, each with what came of it. */
const steps: readonly Step[] = ['make', 'probe', 'release', 'call']

export function StepList({ progress }: { readonly progress: Progress }): React.ReactElement | null {
  const say = useTexts()
  if (progress.now === undefined && !progress.isMade) return null
  return (
    <ol className="first-steps" aria-live="polite" aria-label={say('steps')}>
      {steps.map((step) => {
        const state = stateOf(step, progress)
        return (
          <li key={step} data-state={state}>
            <p>
              <span aria-hidden="true">{signs[state]}</span> <strong>{say(step)}</strong>{' '}
              <span className="said">{say(state)}</span>
            </p>
            {step === 'probe' ? <Found progress={progress} /> : null}
            {step === 'release' && progress.released !== undefined ? (
              <p className="said">
                {say('liveOn', {
                  workers: progress.released.live.workers,
                  of: progress.released.live.of,
                })}{' '}
                <When time={progress.released.live.since} />
              </p>
            ) : null}
          </li>
        )
      })}
    </ol>
  )
}

const signs = { done: '✓', running: '…', stopped: '!', waiting: '○' } as const

function stateOf(step: Step, progress: Progress): keyof typeof signs {
  if (progress.now === step) return 'running'
  const { isMade, probed, released, called } = progress
  switch (step) {
    case 'make':
      return isMade ? 'done' : 'waiting'
    case 'probe':
      if (probed === undefined) return 'waiting'
      return probed.worst === 'info' ? 'done' : 'stopped'
    case 'release':
      return released === undefined ? 'waiting' : 'done'
    case 'call':
      return called === undefined ? 'waiting' : 'done'
  }
}

function Found({ progress: { probed } }: { readonly progress: Progress }) {
  const say = useTexts()
  if (probed === undefined) return null
  return (
    <>
      {probed.hosts === null ? (
        <ul>
          {probed.findings.map(({ sentence, advice }) => (
            <li key={sentence}>
              {sentence} {advice}
            </li>
          ))}
        </ul>
      ) : (
        <ProbeResult hosts={probed.hosts} />
      )}
      {probed.worst === 'info' ? null : <p>{say('putRight')}</p>}
    </>
  )
}
