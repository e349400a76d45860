import { Button, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { isMembers, type Members, withMember } from './merge-patch.ts'
import { problemAt } from './part-bar.tsx'
import { useTexts } from './texts.ts'
import type { EditedPart } from './use-edited-part.ts'

/** Whom callers ask beside the persons in charge; contacts have no rights. */
const fields = [
  ['name', 'contactName'],
  ['email', 'email'],
  ['phone', 'phone'],
  ['link', 'link'],
] as const

export function ContactFields({ part }: { readonly part: EditedPart }): React.ReactElement {
  const { t } = useTranslation()
  const say = useTexts()
  const { contacts } = part.typed
  const rows = Array.isArray(contacts) ? contacts.filter(isMembers) : []
  const put = (next: readonly Members[]): void =>
    part.type(withMember(part.typed, 'contacts', next.length === 0 ? undefined : next))
  return (
    <fieldset className="plain-fields contacts">
      <legend>{say('contacts')}</legend>
      <p className="said">{say('contactsWords')}</p>
      {rows.map((contact, at) => (
        // a row is its place in the list
        // oxlint-disable-next-line react/no-array-index-key
        <div key={at} className="contact">
          {fields.map(([member, label]) => (
            <TextInput
              key={member}
              label={say(label)}
              aria-label={say('ofContact', { label: say(label), number: at + 1 })}
              value={typeof contact[member] === 'string' ? contact[member] : ''}
              error={problemAt(part.error, `contacts[${at}].${member}`)}
              required={member === 'name'}
              onChange={({ currentTarget: { value } }) =>
                put(rows.with(at, withMember(contact, member, value === '' ? undefined : value)))
              }
            />
          ))}
          <Button
            variant="subtle"
            size="xs"
            aria-label={say('removeContact', { number: at + 1 })}
            onClick={() => put(rows.toSpliced(at, 1))}
          >
            {t('remove')}
          </Button>
        </div>
      ))}
      <Button variant="default" size="xs" onClick={() => put([...rows, { name: '' }])}>
        {say('addContact')}
      </Button>
    </fieldset>
  )
}
