import { timeText } from '../texts/language.ts'
import type { Alarm, Delivery } from './alarm-answers.ts'
import { useTexts } from './texts.ts'

/** Who was told of an alarm, whether it came there, and of whom no address is known. */
export function DeliveryTable({ alarm }: { readonly alarm: Alarm }): React.ReactElement | null {
  const say = useTexts()
  const { deliveries, unreached } = alarm
  return (
    <>
      <Quiet alarm={alarm} />
      {unreached.length === 0 ? null : <p>{say('unreached', { names: unreached.join(', ') })}</p>}
      {deliveries.length === 0 ? null : (
        <details>
          <summary>{say('whoWasTold', { count: deliveries.length })}</summary>
          <div className="wide" tabIndex={0}>
            <table>
              <thead>
                <tr>
                  {(['receiver', 'message', 'delivery', 'attempts'] as const).map((head) => (
                    <th scope="col" key={head}>
                      {say(head)}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {deliveries.map((delivery, at) => (
                  // oxlint-disable-next-line react/no-array-index-key -- a receiver may be told twice of the same
                  <Row key={at} delivery={delivery} />
                ))}
              </tbody>
            </table>
          </div>
        </details>
      )}
    </>
  )
}

function Quiet({ alarm }: { readonly alarm: Alarm }): React.ReactElement | null {
  const say = useTexts()
  const { suppressed: reason, quietUntil } = alarm
  if (quietUntil !== null) return <p>{say('quiet', { until: timeText(quietUntil) })}</p>
  return reason === '' ? null : <p>{say('suppressed', { reason })}</p>
}

function Row({ delivery }: { readonly delivery: Delivery }): React.ReactElement {
  const say = useTexts()
  const { receiver, kind, state, attempts, failure } = delivery
  return (
    <tr>
      <th scope="row">{receiver}</th>
      <td>{say(kind === 'recovered' ? 'recoveredNotice' : kind)}</td>
      <td>
        {say(state)}
        {failure === '' ? null : `: ${failure}`}
      </td>
      <td>{attempts}</td>
    </tr>
  )
}
