import { Group, NativeSelect, TextInput } from '@mantine/core'
import { withMember } from '../gateways/merge-patch.ts'
import { problemAt } from '../gateways/part-bar.tsx'
import type { EditedPart } from '../gateways/use-edited-part.ts'
import { numberOr, textOf } from './host-rows.ts'
import { useTexts } from './texts.ts'

/** How a host is chosen, and how often another one is tried. */
export function BalanceFields({ part }: { readonly part: EditedPart }): React.ReactElement {
  const say = useTexts()
  const { typed } = part
  const balance = textOf(typed['balance'])
  return (
    <Group align="start" gap="md" my="sm">
      <NativeSelect
        label={say('balance')}
        description={say('balanceWords')}
        value={balance || 'round-robin'}
        data={[
          { value: 'round-robin', label: say('roundRobin') },
          { value: 'least-connections', label: say('leastConnections') },
          { value: 'hash', label: say('hashed') },
        ]}
        onChange={({ currentTarget: { value } }) => {
          const next = withMember(typed, 'balance', value)
          part.type(value === 'hash' ? next : withMember(next, 'hashOn', undefined))
        }}
      />
      {balance === 'hash' ? (
        <Field part={part} name="hashOn" words="hashOnWords" usual="client_ip" />
      ) : null}
      <Field part={part} name="retries" words="retriesWords" usual="1" />
      <Field part={part} name="hostHeader" words="hostHeaderWords" usual="" />
    </Group>
  )
}

interface FieldProps {
  readonly part: EditedPart
  readonly name: 'hashOn' | 'retries' | 'hostHeader'
  readonly words: 'hashOnWords' | 'retriesWords' | 'hostHeaderWords'
  readonly usual: string
}

function Field({ part, name, words, usual }: FieldProps): React.ReactElement {
  const say = useTexts()
  return (
    <TextInput
      label={say(name)}
      description={say(words)}
      placeholder={usual}
      inputMode={name === 'retries' ? 'numeric' : 'text'}
      value={textOf(part.typed[name])}
      error={problemAt(part.error, name)}
      onChange={({ currentTarget: { value } }) => {
        const said = name === 'retries' ? numberOr(value) : value || undefined
        part.type(withMember(part.typed, name, said))
      }}
    />
  )
}
