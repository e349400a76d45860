import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Members } from '../gateways/merge-patch.ts'
import { withMember } from '../gateways/merge-patch.ts'
import { problemAt } from '../gateways/part-bar.tsx'
import type { EditedPart } from '../gateways/use-edited-part.ts'
import { type HostRow, originOf, rowOf, usualWeight, withRow } from './host-rows.ts'
import { HostHealth } from './host-list.tsx'
import { hostsIn } from './stage-answers.ts'
import { useTexts } from './texts.ts'

/** The hosts between which requests are shared out, one a row. */
interface HostTableProps {
  readonly gateway: string
  readonly stage: string
  readonly part: EditedPart
}

export function HostTable({ gateway, stage, part }: HostTableProps): React.ReactElement {
  const { t } = useTranslation()
  const say = useTexts()
  const hosts = hostsIn(part.typed)
  const put = (next: readonly Members[]): void => part.type(withMember(part.typed, 'hosts', next))
  return (
    <>
      <div className="wide" tabIndex={0} role="region" aria-label={say('hosts')}>
        <table className="host-table">
          <Head />
          <tbody>
            {hosts.map((host, at) => (
              // a row is its place in the list, as in the definition
              // oxlint-disable-next-line react/no-array-index-key
              <tr key={at}>
                <HostFields
                  host={host}
                  number={at + 1}
                  error={problemAt(part.error, `hosts[${at}].url`)}
                  weightError={problemAt(part.error, `hosts[${at}].weight`)}
                  put={(next) => put(hosts.with(at, next))}
                />
                <td className="of-health">
                  <HostHealth gateway={gateway} stage={stage} origin={originOf(host)} />
                </td>
                <td>
                  <Button
                    variant="subtle"
                    size="xs"
                    disabled={hosts.length === 1}
                    aria-label={say('removeHost', { number: at + 1 })}
                    onClick={() => put(hosts.toSpliced(at, 1))}
                  >
                    {t('remove')}
                  </Button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Button
        variant="default"
        size="xs"
        onClick={() => put([...hosts, { url: 'http://', weight: Number(usualWeight) }])}
      >
        {say('addHost')}
      </Button>
    </>
  )
}

const columns = ['scheme', 'host', 'port', 'pathPrefix', 'weight', 'health'] as const

function Head(): React.ReactElement {
  const { t } = useTranslation()
  const say = useTexts()
  return (
    <thead>
      <tr>
        {columns.map((column) => (
          <th key={column} scope="col">
            {say(column)}
          </th>
        ))}
        <th scope="col">
          <span className="only-heard">{t('remove')}</span>
        </th>
      </tr>
    </thead>
  )
}

interface HostFieldsProps {
  readonly host: Members
  readonly number: number
  readonly error: string | undefined
  readonly weightError: string | undefined
  readonly put: (next: Members) => void
}

function HostFields({ host, number, error, weightError, put }: HostFieldsProps) {
  const say = useTexts()
  const row = rowOf(host)
  const field = (name: keyof HostRow, label: string, more: object = {}): React.ReactElement => (
    <TextInput
      aria-label={say('ofRow', { label, number })}
      value={row[name]}
      onChange={({ currentTarget }) => put(withRow(host, { [name]: currentTarget.value }))}
      {...more}
    />
  )
  return (
    <>
      <td className="of-scheme">
        <NativeSelect
          aria-label={say('ofRow', { label: say('scheme'), number })}
          data={['http', 'https']}
          value={row.scheme}
          onChange={({ currentTarget }) =>
            put(withRow(host, { scheme: currentTarget.value === 'https' ? 'https' : 'http' }))
          }
        />
      </td>
      <td className="of-host">{field('host', say('host'), { error, required: true })}</td>
      <td className="of-port">
        {field('port', say('port'), {
          inputMode: 'numeric',
          placeholder: row.scheme === 'https' ? '443' : '80',
        })}
      </td>
      <td className="of-path">{field('path', say('pathPrefix'), { placeholder: '/' })}</td>
      <td className="of-weight">
        {field('weight', say('weight'), {
          inputMode: 'numeric',
          placeholder: usualWeight,
          error: weightError,
        })}
      </td>
    </>
  )
}
