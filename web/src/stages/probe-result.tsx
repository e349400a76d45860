import './stages.css'
import { useTranslation } from 'react-i18next'
import {
  type ProbedHost,
  type ProbeLevel,
  type ProbeStep,
  stepFacts,
  worstOf,
} from './probe-answers.ts'
import { useTexts } from './texts.ts'

/** What was found at each host: the steps of a connection in their order, what they come to, what to do. */
export function ProbeResult({
  hosts,
}: {
  readonly hosts: readonly ProbedHost[]
}): React.ReactElement {
  return (
    <ul className="probed">
      {hosts.map((host) => (
        <li key={`${host.backend} ${host.url}`} data-level={worstOf(host)}>
          <HostFound host={host} />
        </li>
      ))}
    </ul>
  )
}

function HostFound({ host }: { readonly host: ProbedHost }): React.ReactElement {
  const say = useTexts()
  return (
    <>
      <p className="probed-head">
        <LevelMark level={worstOf(host)} /> <code>{host.url}</code>{' '}
        <span className="said">
          {host.backend}
          {host.exit_address === '' ? '' : ` · ${say('exitAddress')}: ${host.exit_address}`}
        </span>
      </p>
      <ol className="probe-steps" aria-label={say('steps')}>
        {host.steps.map((step, at) => (
          // steps have no name of their own, and their order never changes
          // oxlint-disable-next-line react/no-array-index-key
          <li key={at} data-ok={step.ok}>
            <Step step={step} />
          </li>
        ))}
      </ol>
      {host.findings.map(({ key, sentence, advice, level }) => (
        <p key={key} className="probe-words">
          {level === 'ok' ? null : <LevelMark level={level} />} {sentence}{' '}
          {advice === '' ? null : <strong>{advice}</strong>}
        </p>
      ))}
    </>
  )
}

function Step({ step }: { readonly step: ProbeStep }): React.ReactElement {
  const { t } = useTranslation()
  const say = useTexts()
  const days = step.certificate?.days_left
  return (
    <>
      <strong>
        {step.step === 'http' ? 'http' : t(step.step)}{' '}
        <span aria-hidden>{step.ok ? '✓' : '✗'}</span>
        <span className="only-heard">{say(step.ok ? 'stepOk' : 'stepFailed')}</span>
      </strong>{' '}
      {Math.round(step.ms * 10) / 10} ms <span className="facts">{stepFacts(step)}</span>{' '}
      {days === undefined ? null : say('daysLeft', { count: Math.round(days) })}
    </>
  )
}

const marks = { ok: '✓', note: 'i', warning: '!', failure: '✗' } as const

/** Never by colour alone: a sign and a word. */
export function LevelMark({ level }: { readonly level: ProbeLevel }): React.ReactElement {
  const say = useTexts()
  const words = {
    ok: 'levelOk',
    note: 'levelNote',
    warning: 'levelWarning',
    failure: 'levelFailure',
  } as const
  return (
    <span className="level" data-level={level}>
      <span aria-hidden="true">{marks[level]}</span> {say(words[level])}
    </span>
  )
}
