import { TextInput } from '@mantine/core'
import { membersOf, withMember } from '../gateways/merge-patch.ts'
import { problemAt } from '../gateways/part-bar.tsx'
import type { EditedPart } from '../gateways/use-edited-part.ts'
import { numberOr, textOf } from './host-rows.ts'
import { useTexts } from './texts.ts'

/** Time limits, and when a failing host is left out. An empty field is the usual value, which stands in it. */
const limits = [
  ['dns', 'limitDns', 5_000],
  ['connect', 'limitConnect', 3_000],
  ['connectAttempt', 'limitConnectAttempt', 10_000],
  ['tls', 'limitTls', 5_000],
  ['send', 'limitSend', 30_000],
  ['firstByte', 'limitFirstByte', 30_000],
  ['idle', 'limitIdle', 30_000],
  ['total', 'limitTotal', 600_000],
  ['tunnelIdle', 'limitTunnelIdle', 60_000],
] as const

const ejections = [
  ['failures', 'ejectFailures', 5],
  ['seconds', 'ejectSeconds', 10],
] as const

export function LimitFields({ part }: { readonly part: EditedPart }): React.ReactElement {
  const say = useTexts()
  return (
    <>
      <fieldset className="fields">
        <legend>{say('timeLimits')}</legend>
        {limits.map(([name, label, usual]) => (
          <NumberWithin
            key={name}
            part={part}
            within="timeoutMs"
            name={name}
            label={say(label)}
            usual={usual}
          />
        ))}
      </fieldset>
      <fieldset className="fields">
        <legend>{say('ejection')}</legend>
        {ejections.map(([name, label, usual]) => (
          <NumberWithin
            key={name}
            part={part}
            within="eject"
            name={name}
            label={say(label)}
            usual={usual}
          />
        ))}
      </fieldset>
    </>
  )
}

interface NumberWithinProps {
  readonly part: EditedPart
  readonly within: string
  readonly name: string
  readonly label: string
  readonly usual: number
}

function NumberWithin({ part, within, name, label, usual }: NumberWithinProps): React.ReactElement {
  const members = membersOf(part.typed[within])
  return (
    <TextInput
      label={label}
      placeholder={String(usual)}
      inputMode="numeric"
      value={textOf(members[name])}
      error={problemAt(part.error, `${within}.${name}`)}
      onChange={({ currentTarget: { value } }) => {
        const next = withMember(members, name, numberOr(value))
        const isEmpty = Object.keys(next).length === 0
        // what was taken out again is as if it had never been said
        part.type(withMember(part.typed, within, isEmpty ? undefined : next))
      }}
    />
  )
}
