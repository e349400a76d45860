import { Group, NativeSelect, NumberInput, Switch, TextInput } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { fieldProblem } from '../frame/field-problem.ts'
import { useFirstFocus } from '../frame/use-first-focus.ts'
import { type RuleWords, severities, type Severity } from './alarm-answers.ts'
import { useTexts } from './texts.ts'

/** The fields of a rule. Each change is a rule with one member another. */
export interface RuleFieldsProps {
  readonly rule: RuleWords
  readonly change: (rule: RuleWords) => void
  readonly error: Error | null
}

export function RuleHead({ rule, change, error }: RuleFieldsProps): React.ReactElement {
  const say = useTexts()
  const first = useFirstFocus<HTMLInputElement>()
  return (
    <>
      <TextInput
        label={say('ruleName')}
        value={rule.name}
        onChange={({ currentTarget }) => change({ ...rule, name: currentTarget.value })}
        error={fieldProblem(error, 'name')}
        maxLength={100}
        required
        ref={first}
      />
      <Group align="end">
        <NativeSelect
          label={say('severity')}
          value={rule.severity}
          data={severities.map((value) => ({ value, label: say(value) }))}
          onChange={
            ({ currentTarget }) => change({ ...rule, severity: currentTarget.value as Severity }) // one of `data`
          }
        />
        <Switch
          label={say('enabled')}
          checked={rule.enabled}
          onChange={({ currentTarget }) => change({ ...rule, enabled: currentTarget.checked })}
        />
      </Group>
    </>
  )
}

/** What alarms are mostly told apart by. */
const groupings = ['backend', 'resource', 'stage', 'app_code', 'key', 'status'] as const

interface QueryFieldsProps extends RuleFieldsProps {
  readonly gateway: string
}

export function QueryFields(props: QueryFieldsProps): React.ReactElement {
  const { rule, change, error, gateway } = props
  const say = useTexts()
  const { groupBy } = rule
  const offered: readonly string[] = groupings
  const others = groupBy === null || offered.includes(groupBy) ? [] : [groupBy]
  return (
    <>
      <TextInput
        label={say('query')}
        description={say('queryHint')}
        value={rule.query}
        onChange={({ currentTarget }) => change({ ...rule, query: currentTarget.value })}
        error={fieldProblem(error, 'query')}
        spellCheck={false}
        className="query-field"
      />
      <Link to="/flow-log" search={{ query: rule.query, ...(gateway === '' ? {} : { gateway }) }}>
        {say('lookAtQuery')}
      </Link>
      <NativeSelect
        label={say('groupBy')}
        value={groupBy ?? ''}
        data={[
          { value: '', label: say('groupByNone') },
          ...[...offered, ...others].map((value) => ({ value, label: value })),
        ]}
        onChange={({ currentTarget: { value } }) =>
          change({ ...rule, groupBy: value === '' ? null : value })
        }
        error={fieldProblem(error, 'groupBy')}
      />
    </>
  )
}

export function ConditionFields({ rule, change, error }: RuleFieldsProps): React.ReactElement {
  const say = useTexts()
  const { condition } = rule
  const set = (more: Partial<RuleWords['condition']>) =>
    change({ ...rule, condition: { ...condition, ...more } })
  return (
    <>
      <Group align="end">
        <NativeSelect
          label={say('measure')}
          value={condition.measure}
          data={(['count', 'rate'] as const).map((value) => ({ value, label: say(value) }))}
          onChange={
            ({ currentTarget }) => set({ measure: currentTarget.value as 'count' | 'rate' }) // one of `data`
          }
        />
        <NativeSelect
          label={say('comparison')}
          value={condition.comparison}
          data={['>', '>=', '<', '<=']}
          onChange={({ currentTarget }) => set({ comparison: currentTarget.value })}
        />
        <Whole
          label={say('threshold')}
          value={condition.threshold}
          to={(threshold) => set({ threshold })}
          error={fieldProblem(error, 'condition.threshold')}
        />
      </Group>
    </>
  )
}

/** Over which time, and how often it is told. */
export function TimeFields({ rule, change, error }: RuleFieldsProps): React.ReactElement {
  const say = useTexts()
  return (
    <>
      <Group align="end">
        {rule.condition.measure === 'rate' ? (
          <Whole
            label={say('minimum')}
            value={rule.minimum}
            to={(minimum) => change({ ...rule, minimum })}
            error={fieldProblem(error, 'minimum')}
          />
        ) : null}
        <Whole
          label={say('windowMinutes')}
          value={rule.windowMinutes}
          to={(windowMinutes) => change({ ...rule, windowMinutes })}
          error={fieldProblem(error, 'windowMinutes')}
        />
        <Whole
          label={say('quietMinutes')}
          description={say('quietHint')}
          value={rule.quietMinutes}
          to={(quietMinutes) => change({ ...rule, quietMinutes })}
          error={fieldProblem(error, 'quietMinutes')}
        />
      </Group>
      <Switch
        label={say('recoveryNotice')}
        checked={rule.recoveryNotice}
        onChange={({ currentTarget }) => change({ ...rule, recoveryNotice: currentTarget.checked })}
      />
    </>
  )
}

interface WholeProps {
  readonly label: string
  readonly description?: string
  readonly value: number
  readonly to: (value: number) => void
  readonly error: string | undefined
}

function Whole({ to, ...said }: WholeProps): React.ReactElement {
  return <NumberInput {...said} min={0} hideControls onChange={(value) => to(Number(value))} />
}
