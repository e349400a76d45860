import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { attributionWords } from '../../../src/diagnosis/attribution-words.ts'
import { ask } from '../api/ask.ts'
import { useChange } from '../api/change.ts'
import { NotDone } from '../frame/not-done.tsx'
import { When } from '../frame/when.tsx'
import { languageNow } from '../texts/language.ts'
import { FaultMark } from '../verdict/fault-mark.tsx'
import type { Alarm } from './alarm-answers.ts'
import type { AlarmScope } from './alarm-scope.ts'
import { DeliveryTable } from './delivery-table.tsx'
import { useTexts } from './texts.ts'

/** One alarm: what happened, whose fault it is, who acts, which requests show it. */
interface AlarmCardProps {
  readonly alarm: Alarm
  readonly scope: AlarmScope
}

export function AlarmCard({ alarm, scope }: AlarmCardProps): React.ReactElement {
  const say = useTexts()
  const { rule, gateway, groupBy, value, state, severity } = alarm
  const place = [gateway, groupBy === null || value === '' ? '' : `${groupBy} ${value}`]
  return (
    <li className="alarm" data-state={state}>
      <p className="alarm-head">
        <span className="alarm-mark" data-state={state} data-severity={severity}>
          <span aria-hidden="true">{state === 'firing' ? '▲' : '✓'}</span> {say(state)}
        </span>
        <strong>{rule.name}</strong>
        <span>{place.filter((part) => part !== '').join(' · ')}</span>
        <span className="alarm-severity">{say(severity)}</span>
      </p>
      <p>
        {say('firedAt')} <When time={alarm.firedAt} />
        {alarm.endedAt === null ? null : (
          <>
            {' · '}
            {say('endedAt')} <When time={alarm.endedAt} />
          </>
        )}
        {' · '}
        <Measured alarm={alarm} />
      </p>
      {alarm.recordsMissing ? <p>{say('recordsMissing')}</p> : null}
      {alarm.key === '' ? null : <Why alarm={alarm} />}
      <Samples ids={alarm.samples} />
      <Acknowledgement alarm={alarm} scope={scope} />
      <DeliveryTable alarm={alarm} />
    </li>
  )
}

function Measured({ alarm }: { readonly alarm: Alarm }): string {
  const say = useTexts()
  const { condition, measured } = alarm
  const { measure, comparison, threshold, windowMinutes: minutes } = condition
  const sign = measure === 'rate' ? ' %' : ''
  const said = { minutes, condition: `${comparison} ${threshold}${sign}` }
  const { matching, total } = measured
  if (measure === 'count' || total === null) return say('measuredCount', { ...said, matching })
  const rate = total === 0 ? '0' : ((100 * matching) / total).toFixed(1)
  return say('measuredRate', { ...said, rate, total })
}

function Why({ alarm }: { readonly alarm: Alarm }): React.ReactElement {
  const { t } = useTranslation()
  const say = useTexts()
  const words = attributionWords[languageNow()]
  return (
    <>
      <p className="alarm-summary">{alarm.summary[languageNow()]}</p>
      <dl className="conclusion">
        <dt>{words.whoseFault}</dt>
        <dd>
          <FaultMark fault={alarm.fault} />
        </dd>
        <dt>{words.whoActs}</dt>
        <dd>{words.owners[alarm.owner]}</dd>
        {alarm.contacts.length === 0 ? null : (
          <>
            <dt>{t('askWhom')}</dt>
            <dd>{alarm.contacts.map(({ name }) => name).join(', ')}</dd>
          </>
        )}
        {alarm.nextStep[languageNow()] === '' ? null : (
          <>
            <dt>{say('nextStep')}</dt>
            <dd>{alarm.nextStep[languageNow()]}</dd>
          </>
        )}
        <dt>{t('aboutThisError')}</dt>
        <dd>
          <Link to="/errors/$key" params={{ key: alarm.key }}>
            <code>{alarm.key}</code>
          </Link>
        </dd>
      </dl>
    </>
  )
}

function Samples({ ids }: { readonly ids: readonly string[] }): React.ReactElement | null {
  const say = useTexts()
  if (ids.length === 0) return null
  return (
    <>
      <h3>{say('samples')}</h3>
      <ul className="alarm-samples">
        {ids.map((id) => (
          <li key={id}>
            <Link to="/r/$id" params={{ id }}>
              <code>{id}</code>
            </Link>
          </li>
        ))}
      </ul>
    </>
  )
}

function Acknowledgement({ alarm, scope }: AlarmCardProps): React.ReactElement | null {
  const say = useTexts()
  const path = `${scope.path}/alarms`
  const change = useChange(
    () => ask(`${path}/${alarm.number}/acknowledge`, { method: 'POST' }),
    [path],
  )
  if (alarm.acknowledgedAt !== null) {
    return (
      <p aria-live="polite">
        {say('acknowledged', { by: alarm.acknowledgedBy })} · <When time={alarm.acknowledgedAt} />
      </p>
    )
  }
  if (!scope.mayChange || alarm.state !== 'firing') return null
  return (
    <>
      <NotDone error={change.error} />
      <Button
        size="xs"
        loading={change.isPending}
        onClick={() => change.mutate()}
        aria-label={`${say('acknowledge')}: ${say('aboutAlarm', { number: alarm.number, rule: alarm.rule.name })}`}
      >
        {say('acknowledge')}
      </Button>
    </>
  )
}
