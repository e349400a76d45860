import { Checkbox, Textarea, TextInput } from '@mantine/core'
import { membersOf, withMember } from '../gateways/merge-patch.ts'
import { problemAt } from '../gateways/part-bar.tsx'
import type { EditedPart } from '../gateways/use-edited-part.ts'
import { textOf } from './host-rows.ts'
import { useTexts } from './texts.ts'

/** How https hosts of the backend prove who they are; a host's own `tls` in the definition wins over it. */
export function TlsFields({ part }: { readonly part: EditedPart }): React.ReactElement {
  const say = useTexts()
  const tls = membersOf(part.typed['tls'])
  const put = (name: string, value: unknown): void => {
    const next = withMember(tls, name, value)
    const isEmpty = Object.keys(next).length === 0
    part.type(withMember(part.typed, 'tls', isEmpty ? undefined : next))
  }
  return (
    <fieldset className="fields">
      <legend>{say('tlsToHosts')}</legend>
      <TextInput
        label={say('serverName')}
        description={say('serverNameWords')}
        value={textOf(tls['serverName'])}
        error={problemAt(part.error, 'tls.serverName')}
        onChange={({ currentTarget: { value } }) =>
          put('serverName', value === '' ? undefined : value)
        }
      />
      <Textarea
        label={say('ca')}
        description={say('caWords')}
        value={textOf(tls['ca'])}
        error={problemAt(part.error, 'tls.ca')}
        autosize
        maxRows={6}
        onChange={({ currentTarget: { value } }) => put('ca', value === '' ? undefined : value)}
      />
      <Checkbox
        label={say('verify')}
        description={say('verifyWords')}
        checked={tls['verify'] !== false}
        onChange={({ currentTarget: { checked } }) => put('verify', checked ? undefined : false)}
      />
    </fieldset>
  )
}
