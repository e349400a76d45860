import { useTranslation } from 'react-i18next'
import type { FlowRecord } from '../../../src/model/flow-record.ts'
import { type TimelineBar, timelineOf } from './timeline-bars.ts'

/** The bars of timeline-bars.ts as a table whose last column is a picture. */
export function Timeline({ record }: { readonly record: FlowRecord }): React.ReactElement {
  const { t } = useTranslation()
  const bars = timelineOf(record)
  const wholeMs = Math.max(record.request_duration, ...bars.map(({ toMs }) => toMs), 0.001)
  const nameOf = (bar: TimelineBar): string => {
    const phases = {
      match: 'phaseMatch',
      admit: 'phaseAdmit',
      forward: 'phaseForward',
      relay: 'phaseRelay',
    } as const
    if (bar.attempt > 0) return `${bar.attempt} · ${t(bar.name as 'dns')}` // a step of an attempt
    return t(phases[bar.name as keyof typeof phases]) // else it is a phase
  }
  return (
    <table className="timeline">
      <tbody>
        {bars.map((bar) => (
          <tr key={`${bar.attempt} ${bar.name}`} data-phase={bar.attempt === 0 ? bar.name : 'step'}>
            <th scope="row">{nameOf(bar)}</th>
            <td>{(bar.toMs - bar.fromMs).toFixed(1)} ms</td>
            <td aria-hidden="true" className="timeline-track">
              <span
                style={{
                  left: `${(bar.fromMs / wholeMs) * 100}%`,
                  width: `${((bar.toMs - bar.fromMs) / wholeMs) * 100}%`,
                }}
              />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
