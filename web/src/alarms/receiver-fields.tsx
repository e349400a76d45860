import { Button, Group, NativeSelect, TextInput } from '@mantine/core'
import { fieldProblem } from '../frame/field-problem.ts'
import type { Receiver } from './alarm-answers.ts'
import { receiverOf, withReceiver } from './rule-draft.ts'
import type { RuleFieldsProps } from './rule-fields.tsx'
import { useTexts } from './texts.ts'

/** Who is told: people by the verdict, addresses of mail, webhooks. */
const kinds = ['owner', 'maintainers', 'email', 'webhook'] as const

export function ReceiverFields({ rule, change, error }: RuleFieldsProps): React.ReactElement {
  const say = useTexts()
  return (
    <fieldset className="receivers">
      <legend>{say('receivers')}</legend>
      {rule.receivers.length === 0 ? <p>{say('noReceivers')}</p> : null}
      {rule.receivers.map((receiver, at) => (
        <ReceiverRow
          // oxlint-disable-next-line react/no-array-index-key -- two may be the same
          key={at}
          number={at + 1}
          receiver={receiver}
          set={(to) => change(withReceiver(rule, at, to))}
          problem={
            fieldProblem(error, `receivers[${at}].url`) ??
            fieldProblem(error, `receivers[${at}].address`) ??
            fieldProblem(error, `receivers[${at}]`)
          }
        />
      ))}
      <Button
        variant="default"
        size="xs"
        disabled={rule.receivers.length >= 20}
        onClick={() => change({ ...rule, receivers: [...rule.receivers, receiverOf('webhook')] })}
      >
        {say('addReceiver')}
      </Button>
      <p className="hint">{say('mailHint')}</p>
    </fieldset>
  )
}

interface ReceiverRowProps {
  readonly number: number
  readonly receiver: Receiver
  readonly set: (receiver: Receiver | undefined) => void
  readonly problem: string | undefined
}

function ReceiverRow({ number, receiver, set, problem }: ReceiverRowProps): React.ReactElement {
  const say = useTexts()
  return (
    <Group align="end" gap="xs" className="receiver">
      <NativeSelect
        label={say('receiverNumber', { number })}
        value={receiver.kind}
        data={kinds.map((value) => ({ value, label: say(value) }))}
        onChange={
          ({ currentTarget }) => set(receiverOf(currentTarget.value as Receiver['kind'])) // one of `kinds`
        }
        error={'url' in receiver || 'address' in receiver ? undefined : problem}
      />
      {receiver.kind === 'email' || receiver.kind === 'webhook' ? (
        <TextInput
          label={say('address', { number })}
          type={receiver.kind === 'email' ? 'email' : 'url'}
          value={receiver.kind === 'email' ? receiver.address : receiver.url}
          onChange={({ currentTarget: { value } }) =>
            set(
              receiver.kind === 'email'
                ? { ...receiver, address: value }
                : { ...receiver, url: value },
            )
          }
          error={problem}
          required
          className="receiver-address"
        />
      ) : null}
      <Button
        variant="subtle"
        size="sm"
        onClick={() => set(undefined)}
        aria-label={say('removeReceiver', { number })}
      >
        ✕
      </Button>
    </Group>
  )
}
