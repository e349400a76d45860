import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { ask } from '../api/ask.ts'
import { type Page, usePages } from '../api/pages.ts'
import { Empty } from '../frame/empty.tsx'
import { Loaded } from '../frame/loaded.tsx'
import { When } from '../frame/when.tsx'
import type { Rule, RuleWords } from './alarm-answers.ts'
import type { AlarmScope, GoTo } from './alarm-scope.ts'
import { useTexts } from './texts.ts'

/** By which rules alarms fire; where there is none, those that are offered. */
interface RuleListProps {
  readonly scope: AlarmScope
  readonly go: GoTo
}

export function RuleList({ scope, go }: RuleListProps): React.ReactElement {
  const say = useTexts()
  const rules = usePages<Rule>(`${scope.path}/alarm-rules`)
  return (
    <section aria-label={say('rules')}>
      <h2>{say('rules')}</h2>
      {scope.mayChange ? (
        <Button onClick={() => go({ rule: 'new' })}>{say('newRule')}</Button>
      ) : (
        <p>{say('onlyLooking')}</p>
      )}
      <Loaded of={rules}>
        {(found) =>
          found.length === 0 ? (
            <Empty>{say(scope.mayChange ? 'noRules' : 'noRulesToSee')}</Empty>
          ) : (
            <RuleTable rules={found} go={go} />
          )
        }
      </Loaded>
      {scope.mayChange ? <Offers scope={scope} go={go} /> : null}
    </section>
  )
}

interface RuleTableProps {
  readonly rules: readonly Rule[]
  readonly go: GoTo
}

function RuleTable({ rules, go }: RuleTableProps): React.ReactElement {
  const say = useTexts()
  const heads = ['ruleName', 'severity', 'when', 'enabled', 'evaluated'] as const
  return (
    <div className="wide" tabIndex={0}>
      <table className="list">
        <thead>
          <tr>
            {heads.map((head) => (
              <th scope="col" key={head}>
                {say(head)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rules.map((rule) => (
            <tr key={rule.id}>
              <th scope="row">
                <button type="button" className="link" onClick={() => go({ rule: rule.id })}>
                  {rule.name}
                </button>
              </th>
              <td>{say(rule.severity)}</td>
              <td>
                <WhenItFires rule={rule} />
              </td>
              <td>{say(rule.enabled ? 'on' : 'off')}</td>
              <td>
                {rule.evaluatedAt === null ? say('notEvaluated') : <When time={rule.evaluatedAt} />}
                {rule.problem === '' ? null : (
                  <p>{say('ruleProblem', { problem: rule.problem })}</p>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function WhenItFires({ rule }: { readonly rule: RuleWords }): React.ReactElement {
  const say = useTexts()
  const { measure, comparison, threshold } = rule.condition
  const text = measure === 'rate' ? 'whenRate' : 'whenCount'
  return (
    <>
      {say(text, { comparison, threshold, minutes: rule.windowMinutes })}{' '}
      {rule.query === '' ? null : <code>{rule.query}</code>}
    </>
  )
}

export function useOffers(scope: AlarmScope) {
  return useQuery({
    queryKey: [`${scope.path}/alarm-rule-offers`],
    queryFn: ({ signal }) => ask<Page<RuleWords>>(`${scope.path}/alarm-rule-offers`, { signal }),
    staleTime: Infinity, // they come with the server
  })
}

function Offers({ scope, go }: RuleListProps): React.ReactElement {
  const say = useTexts()
  const offers = useOffers(scope)
  return (
    <>
      <h3>{say('offers')}</h3>
      <Loaded of={offers}>
        {({ items }) => (
          <ul className="cards">
            {items.map((offer, at) => (
              <li key={offer.name} className="card">
                <h4>{offer.name}</h4>
                <p>
                  <WhenItFires rule={offer} />
                </p>
                <Button
                  variant="default"
                  size="xs"
                  aria-label={`${say('takeOffer')}: ${offer.name}`}
                  onClick={() => go({ rule: `offer-${at}` })}
                >
                  {say('takeOffer')}
                </Button>
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </>
  )
}
