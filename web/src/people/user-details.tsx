import { Switch, TextInput } from '@mantine/core'
import { useState } from 'react'
import { fieldProblem } from '../frame/field-problem.ts'
import { listedNames } from './agent-words.ts'
import type { User } from './people-answers.ts'
import { useTexts } from './texts.ts'

/** What an administrator says of a user. */
export type Details = Pick<User, 'displayName' | 'email' | 'groups' | 'isAdministrator'>

interface DetailFieldsProps {
  readonly details: Details
  readonly change: (details: Details) => void
  readonly error: Error | null
  /** Groups come from there. */
  readonly ofProvider?: boolean
}

export function DetailFields(props: DetailFieldsProps): React.ReactElement {
  const { details, change, error, ofProvider = false } = props
  const say = useTexts()
  const [typed, setTyped] = useState('')
  // as it is typed, or those that were put there meanwhile
  const isMine = listedNames(typed).join(' ') === details.groups.join(' ')
  const groups = isMine ? typed : details.groups.join(', ')
  return (
    <>
      <TextInput
        label={say('displayName')}
        value={details.displayName}
        onChange={({ currentTarget }) => change({ ...details, displayName: currentTarget.value })}
        error={fieldProblem(error, 'displayName')}
        maxLength={128}
      />
      <TextInput
        label={say('email')}
        type="email"
        value={details.email}
        onChange={({ currentTarget }) => change({ ...details, email: currentTarget.value })}
        error={fieldProblem(error, 'email')}
        maxLength={254}
      />
      <TextInput
        label={say('groups')}
        description={say(ofProvider ? 'groupsOfProvider' : 'groupsHint')}
        disabled={ofProvider}
        value={groups}
        onChange={({ currentTarget: { value } }) => {
          setTyped(value)
          change({ ...details, groups: listedNames(value) })
        }}
        error={fieldProblem(error, 'groups')}
      />
      <Switch
        label={say('administrator')}
        description={say('administratorHint')}
        checked={details.isAdministrator}
        onChange={({ currentTarget }) =>
          change({ ...details, isAdministrator: currentTarget.checked })
        }
      />
    </>
  )
}
