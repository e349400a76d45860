import { useTranslation } from 'react-i18next'
import type { Attempt } from '../../../src/model/flow-record.ts'

/** Every try at an endpoint: where it went, how far it came. */
export function AttemptTable({
  attempts,
}: {
  readonly attempts: readonly Attempt[]
}): React.ReactElement {
  const { t } = useTranslation()
  const heads = ['attempt', 'endpoint', 'address', 'status', 'failure', 'facts'] as const
  return (
    <table>
      <thead>
        <tr>
          {heads.map((head) => (
            <th scope="col" key={head}>
              {t(head)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {attempts.map((attempt, index) => (
          // oxlint-disable-next-line react/no-array-index-key -- they never change places
          <tr key={index}>
            <th scope="row">{index + 1}</th>
            <td>{attempt.endpoint}</td>
            <td>{attempt.address}</td>
            <td>{attempt.status > 0 ? attempt.status : '–'}</td>
            <td>
              <code>{attempt.failure}</code>
            </td>
            <td>{[attempt.errno, attempt.tls_alert, attempt.detail].filter(Boolean).join(', ')}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
