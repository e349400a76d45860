import { answersOf, bodiesOf, parametersOf } from './operation-parts.ts'
import { SchemaFacts, SchemaTable, TypeText } from './schema-table.tsx'
import type { Part, References } from './schema-rows.ts'
import { useTexts } from './texts.ts'

/** What a resource takes and answers, as tables. */
interface OperationProps {
  readonly operation: Part | null
  readonly references: References
}

export function Parameters({ operation, references }: OperationProps): React.ReactElement | null {
  const say = useTexts()
  const parameters = parametersOf(operation, references)
  if (parameters.length === 0) return null
  return (
    <section>
      <h2>{say('parameters')}</h2>
      <div className="wide" tabIndex={0} role="region" aria-label={say('parameters')}>
        <table className="list">
          <thead>
            <tr>
              <th scope="col">{say('name')}</th>
              <th scope="col">{say('place')}</th>
              <th scope="col">{say('type')}</th>
              <th scope="col">{say('meaning')}</th>
            </tr>
          </thead>
          <tbody>
            {parameters.map(({ name, place, isRequired, description, row }) => (
              <tr key={`${place} ${name}`}>
                <th scope="row">
                  <code>{name}</code> {isRequired ? <Required /> : null}
                </th>
                <td>{place}</td>
                <td>
                  <TypeText row={row} />
                </td>
                <td>
                  {description} <SchemaFacts row={row} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

export function Bodies({ operation, references }: OperationProps): React.ReactElement | null {
  const say = useTexts()
  const bodies = bodiesOf(operation, references)
  if (bodies.length === 0) return null
  return (
    <section>
      <h2>{say('requestBody')}</h2>
      {bodies.map(({ media, schema, isRequired, description }) => (
        <div key={media}>
          <p>
            {media === '' ? null : <code>{media}</code>} {isRequired ? <Required /> : null}{' '}
            {description}
          </p>
          <SchemaTable schema={schema} references={references} of={say('requestBody')} />
        </div>
      ))}
    </section>
  )
}

export function Answers({ operation, references }: OperationProps): React.ReactElement | null {
  const say = useTexts()
  const answers = answersOf(operation, references)
  if (answers.length === 0) return null
  return (
    <section>
      <h2>{say('answers')}</h2>
      {answers.map(({ status, description, contents }) => (
        <details key={status} open={status.startsWith('2')} className="docs-answer">
          <summary>
            <strong>{status}</strong> {description}
          </summary>
          {contents.length === 0 ? <p className="quiet">{say('noBody')}</p> : null}
          {contents.map(({ media, schema }) => (
            <div key={media}>
              {media === '' ? null : <code>{media}</code>}
              <SchemaTable schema={schema} references={references} of={`${status} ${media}`} />
            </div>
          ))}
        </details>
      ))}
    </section>
  )
}

function Required(): React.ReactElement {
  const say = useTexts()
  return <span className="mark">{say('required')}</span>
}
