import { type References, type SchemaRow, schemaRows } from './schema-rows.ts'
import { useTexts } from './texts.ts'

/** A schema row by row; what is inside stands further in. */
interface SchemaTableProps {
  readonly schema: unknown
  readonly references: References
  /** What it is of, for who hears it. */
  readonly of: string
}

export function SchemaTable({ schema, references, of }: SchemaTableProps): React.ReactElement {
  const say = useTexts()
  const [whole, ...rows] = schemaRows(schema, references)
  if (whole === undefined) return <p className="quiet">{say('noBody')}</p>
  if (rows.length === 0) {
    return (
      <p>
        <TypeText row={whole} /> {whole.description} <SchemaFacts row={whole} />
      </p>
    )
  }
  return (
    <>
      <p className="quiet">
        <TypeText row={whole} /> {whole.description}
      </p>
      <div className="wide" tabIndex={0} role="region" aria-label={of}>
        <table className="list schema-table">
          <thead>
            <tr>
              <th scope="col">{say('name')}</th>
              <th scope="col">{say('type')}</th>
              <th scope="col">{say('meaning')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.place}>
                <th scope="row">
                  {/* inline styles by React are set by script, which the policy allows */}
                  <span style={{ paddingLeft: `${(row.depth - 1) * 1.1}rem` }}>
                    <code>{row.name}</code>
                  </span>{' '}
                  {row.isRequired ? <span className="mark">{say('required')}</span> : null}
                </th>
                <td>
                  <TypeText row={row} />
                </td>
                <td>
                  {row.description} <SchemaFacts row={row} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  )
}

export function TypeText({ row }: { readonly row: SchemaRow }): React.ReactElement {
  const say = useTexts()
  const ends = {
    circular: say('circular'),
    deep: say('deep'),
    missing: say('missing'),
    long: say('long'),
  }
  return (
    <>
      {row.type} {row.ends === '' ? null : <span className="quiet">{ends[row.ends]}</span>}
    </>
  )
}

export function SchemaFacts({ row }: { readonly row: SchemaRow }): React.ReactElement | null {
  if (row.facts.length === 0) return null
  return (
    <span className="schema-facts">
      {row.facts.map(([name, value]) => (
        <span key={name}>
          {name}: <code>{value}</code>
        </span>
      ))}
    </span>
  )
}
