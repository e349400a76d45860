import { Alert, Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { askTagged, Problem } from '../api/ask.ts'
import { Loaded } from '../frame/loaded.tsx'
import { UponRead } from '../frame/upon-read.tsx'
import type { Rule } from './alarm-answers.ts'
import type { AlarmScope, GoTo } from './alarm-scope.ts'
import { emptyRule } from './rule-draft.ts'
import { RuleForm } from './rule-form.tsx'
import { useOffers } from './rule-list.tsx'
import { RuleTrial } from './rule-trial.tsx'
import { useTexts } from './texts.ts'

/** One rule: a new one, one that is offered, or one that is in force. */
interface RulePageProps {
  readonly scope: AlarmScope
  readonly rule: string
  readonly go: GoTo
}

export function RulePage({ scope, rule, go }: RulePageProps): React.ReactElement {
  const say = useTexts()
  const offer = /^offer-(\d{1,2})$/.exec(rule)?.[1]
  return (
    <>
      <Button variant="subtle" size="xs" onClick={() => go({ rule: '' })}>
        {say('back')}
      </Button>
      {rule === 'new' ? <RuleForm scope={scope} go={go} read={emptyRule} etag="" id="" /> : null}
      {offer === undefined ? null : <OfferedRule scope={scope} go={go} at={Number(offer)} />}
      {rule === 'new' || offer !== undefined ? null : (
        <KeptRule key={rule} scope={scope} go={go} rule={rule} />
      )}
    </>
  )
}

interface OfferedRuleProps extends Omit<RulePageProps, 'rule'> {
  readonly at: number
}

function OfferedRule({ scope, go, at }: OfferedRuleProps): React.ReactElement {
  return (
    <Loaded of={useOffers(scope)}>
      {({ items }) => (
        <RuleForm scope={scope} go={go} read={items[at] ?? emptyRule} etag="" id="" />
      )}
    </Loaded>
  )
}

function KeptRule({ scope, rule, go }: RulePageProps): React.ReactElement {
  const say = useTexts()
  const path = `${scope.path}/alarm-rules/${encodeURIComponent(rule)}`
  const kept = useQuery({
    queryKey: [path],
    queryFn: ({ signal }) => askTagged<Rule>(path, { signal }),
    staleTime: Infinity, // what is typed was made upon it
    gcTime: 0,
  })
  if (kept.error instanceof Problem && kept.error.status === 404) {
    return <Alert color="orange">{say('noSuchRule')}</Alert>
  }
  return (
    <Loaded of={kept}>
      {(read) => (
        <>
          <UponRead read={read} again={kept.refetch}>
            {({ value, etag }, showCurrent) => (
              <RuleForm
                scope={scope}
                go={go}
                read={value}
                etag={etag}
                id={value.id}
                showCurrent={showCurrent}
              />
            )}
          </UponRead>
          {scope.mayChange ? <RuleTrial path={path} /> : null}
        </>
      )}
    </Loaded>
  )
}
