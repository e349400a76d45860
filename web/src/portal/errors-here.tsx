import { TextInput } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { attributionWords } from '../../../src/diagnosis/attribution-words.ts'
import type { Owner } from '../../../src/model/attribution.ts'
import { languageNow } from '../texts/language.ts'
import { FaultMark } from '../verdict/fault-mark.tsx'
import type { PossibleError } from './portal-answers.ts'
import { bytesText, durationText } from './quantities.ts'
import { useTexts } from './texts.ts'

/** Every error that the resource can answer with as it is configured; those that were seen stand first. */
interface ErrorsHereProps {
  readonly errors: readonly PossibleError[]
  /** In how many days they were counted; null: not counted now. */
  readonly days: number | null
}

export function ErrorsHere({ errors, days }: ErrorsHereProps): React.ReactElement {
  const say = useTexts()
  const [words, setWords] = useState('')
  const fitting = errors
    .filter(({ key, status, code, title }) =>
      `${key} ${status} ${code} ${title}`.toLowerCase().includes(words.trim().toLowerCase()),
    )
    .toSorted((one, other) => (other.seen ?? 0) - (one.seen ?? 0) || one.status - other.status)
  return (
    <section>
      <h2>{say('errorsHere')}</h2>
      <p>{say('errorsIntro', { count: errors.length })}</p>
      <TextInput
        type="search"
        label={say('searchErrors')}
        value={words}
        maxLength={100}
        maw="24rem"
        onChange={({ currentTarget: { value } }) => setWords(value)}
      />
      {fitting.length === 0 ? <p role="status">{say('noErrorFits')}</p> : null}
      {owners
        .map((owner) => [owner, fitting.filter((error) => error.owner === owner)] as const)
        .filter(([, theirs]) => theirs.length > 0)
        .map(([owner, theirs]) => (
          // opened anew where what is looked for changes
          <details
            key={`${owner} ${words}`}
            open={words !== '' || theirs.some(({ seen }) => (seen ?? 0) > 0)}
            className="error-group"
          >
            <summary>
              {`${attributionWords[languageNow()].whoActs}: ${attributionWords[languageNow()].owners[owner]} · ${theirs.length}`}
            </summary>
            <ErrorTable errors={theirs} days={days} />
          </details>
        ))}
    </section>
  )
}

/** What callers can do themselves stands first. */
const owners: readonly Owner[] = ['caller', 'publisher', 'backend', 'operator', 'nobody']

function ErrorTable({ errors, days }: ErrorsHereProps): React.ReactElement {
  const say = useTexts()
  return (
    <div className="wide" tabIndex={0} role="region" aria-label={say('errorsHere')}>
      <table className="list errors-here">
        <thead>
          <tr>
            <th scope="col">{say('status')}</th>
            <th scope="col">{say('error')}</th>
            <th scope="col">{attributionWords[languageNow()].whoseFault}</th>
            {days === null ? null : <th scope="col">{say('seenDays', { count: days })}</th>}
          </tr>
        </thead>
        <tbody>
          {errors.map((error) => (
            <ErrorRow key={error.key} error={error} isCounted={days !== null} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

interface ErrorRowProps {
  readonly error: PossibleError
  readonly isCounted: boolean
}

function ErrorRow({ error, isCounted }: ErrorRowProps): React.ReactElement {
  const { key, status, code, title, fault, by, limit, seen } = error
  const who = by.plugin ?? by.phase ?? ''
  return (
    <tr>
      <td>{status}</td>
      <th scope="row">
        <Link to="/errors/$key" params={{ key }}>
          {title}
        </Link>
        <span className="hit-words quiet">
          <code>{key}</code> · {code} · {who}
          {limit?.milliseconds === undefined ? '' : ` · ${durationText(limit.milliseconds)}`}
          {limit?.bytes === undefined ? '' : ` · ${bytesText(limit.bytes)}`}
        </span>
      </th>
      <td>
        <FaultMark fault={fault} />
      </td>
      {isCounted ? <td>{(seen ?? 0).toLocaleString()}</td> : null}
    </tr>
  )
}
