import type { Hop, HopStep } from './debug-answers.ts'

/** Where the time of a hop went that did not pass the gateway: the steps of the call itself, one after the other. */
const steps: readonly (readonly [HopStep, string])[] = [
  ['dns_ms', 'dns'],
  ['tcp_ms', 'tcp'],
  ['tls_ms', 'tls'],
  ['send_ms', 'send'],
  ['wait_ms', 'wait'],
  ['body_ms', 'body'],
]

export function CallTimeline({ times }: { readonly times: Hop['timeline'] }): React.ReactElement {
  const wholeMs = Math.max(times.total_ms, 0.001)
  let atMs = 0
  const bars = steps
    .filter(([step]) => times[step] >= 0)
    .map(([step, name]) => {
      const fromMs = atMs
      atMs += times[step]
      return { name, fromMs, ms: times[step] }
    })
  return (
    <table className="timeline">
      <tbody>
        {bars.map(({ name, fromMs, ms }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>{ms.toFixed(1)} ms</td>
            <td aria-hidden="true" className="timeline-track">
              <span
                style={{ left: `${(fromMs / wholeMs) * 100}%`, width: `${(ms / wholeMs) * 100}%` }}
              />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
