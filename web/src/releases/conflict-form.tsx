import { Alert, Button, Group, Radio } from '@mantine/core'
import { useState } from 'react'
import { ask } from '../api/ask.ts'
import { useChange } from '../api/change.ts'
import { NotDone } from '../frame/not-done.tsx'
import { gatewayPath } from '../gateways/gateway-path.ts'
import {
  type Choice,
  choiceOf,
  type Choices,
  settlementOf,
  withChoice,
} from './conflict-choices.ts'
import { valueText } from './diff-lines.ts'
import type { Conflict } from './draft-answers.ts'
import { useTexts } from './texts.ts'
import { type VersionDifference, versionDifferences } from './version-differences.ts'

/** Parts that were changed in the draft and elsewhere: for each, which version goes on. */
interface ConflictFormProps {
  readonly gateway: string
  /** Of the draft. */
  readonly etag: string
  readonly conflicts: readonly Conflict[]
  readonly maySettle: boolean
}

export function ConflictForm(props: ConflictFormProps): React.ReactElement {
  const { gateway, etag, conflicts, maySettle } = props
  const say = useTexts()
  const [choices, setChoices] = useState<Choices>(new Map())
  const path = gatewayPath(gateway)
  const body = settlementOf(choices, conflicts)
  const settlement = useChange(
    () => ask(`${path}/draft/rebase`, { method: 'POST', body, ifMatch: etag }),
    [path],
  )
  return (
    <Alert
      role="region"
      color="orange"
      my="sm"
      title={say('conflicts', { count: conflicts.length })}
    >
      <p>{say('conflictsWords')}</p>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          settlement.mutate()
        }}
      >
        {conflicts.map((conflict) => (
          <OneConflict
            key={conflict.part}
            conflict={conflict}
            choice={choiceOf(choices, conflict)}
            choose={(choice) => setChoices(withChoice(choices, conflict, choice))}
          />
        ))}
        <NotDone error={settlement.error} showCurrent={settlement.readAgain} />
        {maySettle ? (
          <Button type="submit" disabled={body === undefined} loading={settlement.isPending}>
            {say('settle')}
          </Button>
        ) : null}
      </form>
    </Alert>
  )
}

interface OneConflictProps {
  readonly conflict: Conflict
  readonly choice: Choice | undefined
  readonly choose: (choice: Choice) => void
}

function OneConflict({ conflict, choice, choose }: OneConflictProps): React.ReactElement {
  const say = useTexts()
  const { part, draft, live } = conflict
  return (
    <section className="conflict" aria-label={part}>
      <Radio.Group
        label={<code>{part}</code>}
        value={choice ?? ''}
        onChange={(value) => choose(value === 'keep' ? 'keep' : 'take')}
      >
        <Group my="xs">
          <Radio value="keep" label={say('keepDraft')} />
          <Radio value="take" label={say('takeLive')} />
        </Group>
      </Radio.Group>
      <DifferenceTable differences={versionDifferences(draft, live)} />
      <details>
        <summary>{say('wholeVersions')}</summary>
        <div className="versions">
          <Version title={say('inDraft')} value={draft} />
          <Version title={say('liveNow')} value={live} />
        </div>
      </details>
    </section>
  )
}

function DifferenceTable({ differences }: { readonly differences: readonly VersionDifference[] }) {
  const say = useTexts()
  return (
    <div className="wide" tabIndex={0} role="region" aria-label={say('difference')}>
      <table className="list">
        <thead>
          <tr>
            <th scope="col">{say('field')}</th>
            <th scope="col">{say('inDraft')}</th>
            <th scope="col">{say('liveNow')}</th>
          </tr>
        </thead>
        <tbody>
          {differences.map(({ field, draft, live }) => (
            <tr key={field}>
              <th scope="row">{field === '' ? say('allOfIt') : <code>{field}</code>}</th>
              <td>{valueText(draft) ?? <em>{say('notThere')}</em>}</td>
              <td>{valueText(live) ?? <em>{say('notThere')}</em>}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Version({ title, value }: { readonly title: string; readonly value: unknown }) {
  const say = useTexts()
  return (
    <div>
      <h3>{title}</h3>
      {value === null ? (
        <p>{say('goneThere')}</p>
      ) : (
        <pre tabIndex={0}>{JSON.stringify(value, undefined, 2)}</pre>
      )}
    </div>
  )
}
