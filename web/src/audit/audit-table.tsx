import { When } from '../frame/when.tsx'
import { auditActions } from './audit-search.ts'
import { useTexts } from './texts.ts'
import { changesOf, type Difference, valueText } from './value-differences.ts'

/** Entries of the audit; what changed of each is opened below it. */
export interface AuditEntry {
  readonly id: number
  readonly at: string
  readonly actor: string
  readonly address: string
  readonly gateway: string
  readonly kind: string
  readonly path: string
  readonly action: string
  readonly before: object | null
  readonly after: object | null
}

export function AuditTable({
  entries,
}: {
  readonly entries: readonly AuditEntry[]
}): React.ReactElement {
  const say = useTexts()
  return (
    <div className="wide" tabIndex={0}>
      <table className="list audit">
        <thead>
          <tr>
            <th scope="col">{say('when')}</th>
            <th scope="col">{say('who')}</th>
            <th scope="col">{say('what')}</th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <Entry key={entry.id} entry={entry} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Entry({ entry }: { readonly entry: AuditEntry }): React.ReactElement {
  const say = useTexts()
  const { at, actor, address, kind, path, before, after } = entry
  const known = auditActions.find((one) => one === entry.action)
  const changes = changesOf(before, after)
  return (
    <tr>
      <td className="audit-when">
        <When time={at} />
      </td>
      <td>
        {actor}
        {address === '' ? null : <div className="hint">{say('from_address', { address })}</div>}
      </td>
      <td>
        <span className="audit-action" data-action={entry.action}>
          {known === undefined ? entry.action : say(known)}
        </span>{' '}
        {kind} <code>{path}</code>
        {changes.length === 0 ? null : (
          <details>
            <summary aria-label={`${say('changes', { count: changes.length })}: ${path}`}>
              {say('changes', { count: changes.length })}
            </summary>
            <Changes changes={changes} path={path} />
          </details>
        )}
      </td>
    </tr>
  )
}

interface ChangesProps {
  readonly changes: readonly Difference[]
  readonly path: string
}

function Changes({ changes, path }: ChangesProps): React.ReactElement {
  const say = useTexts()
  return (
    <table className="changes" aria-label={say('changesOfEntry', { path })}>
      <thead>
        <tr>
          {(['field', 'before', 'after'] as const).map((head) => (
            <th scope="col" key={head}>
              {say(head)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {changes.map(({ path: field, before, after }) => (
          <tr key={field}>
            <th scope="row">
              <code>{field}</code>
            </th>
            <td>{before === undefined ? '–' : <del>{valueText(before)}</del>}</td>
            <td>{after === undefined ? '–' : <ins>{valueText(after)}</ins>}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
