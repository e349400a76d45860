import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import { ask } from '../api/ask.ts'
import { useChange } from '../api/change.ts'
import { fieldProblem } from '../frame/field-problem.ts'
import { NotDone } from '../frame/not-done.tsx'
import { listedNames } from './agent-words.ts'
import { type Token, type TokenRole, tokenRoles } from './people-answers.ts'
import { SecretOnce } from './secret-once.tsx'
import { useTexts } from './texts.ts'

/** Makes a token: one that acts as oneself, or one of a service with rights of its own. */
interface TokenFormProps {
  readonly isOfService: boolean
}

/** The API takes 366 days at most. */
const lifetimes = [7, 30, 90, 365]

export function TokenForm({ isOfService }: TokenFormProps): React.ReactElement {
  const say = useTexts()
  const [wanted, setWanted] = useState<WantedToken>(nothing)
  const making = useChange(async () => {
    const body = bodyOf(wanted, isOfService)
    return await ask<Token & { readonly token: string }>('/tokens', { method: 'POST', body })
  }, ['/tokens'])
  if (making.data !== undefined) {
    const { token, name: made } = making.data
    const done = (): void => {
      setWanted(nothing)
      making.reset()
    }
    const text = say('tokenOnce', { name: made })
    return <SecretOnce text={text} secret={token} of={made} done={done} />
  }
  const fields = { wanted, change: setWanted, error: making.error }
  return (
    <form
      aria-label={say('makeToken')}
      onSubmit={(event) => {
        event.preventDefault()
        making.mutate()
      }}
    >
      <NotDone error={making.error} />
      <div className="filters">
        <TokenFields {...fields} />
        {isOfService ? <RightsFields {...fields} /> : null}
        <Button type="submit" loading={making.isPending}>
          {say('makeToken')}
        </Button>
      </div>
    </form>
  )
}

interface WantedToken {
  readonly name: string
  readonly days: number
  readonly role: TokenRole
  /** Of gateways or applications, as they are typed. */
  readonly names: string
}

const nothing: WantedToken = { name: '', days: 90, role: 'viewer', names: '' }

/** Of what a role is one; '' where it needs no name. */
function scopeOf(role: TokenRole): 'gateways' | 'apps' | '' {
  if (role === 'app-owner') return 'apps'
  return role === 'maintainer' || role === 'viewer' ? 'gateways' : ''
}

function bodyOf({ name, days, role, names }: WantedToken, isOfService: boolean): object {
  const body = { name, expiresInDays: days }
  if (!isOfService) return body
  const scope = scopeOf(role)
  return { ...body, role, ...(scope === '' ? {} : { [scope]: listedNames(names) }) }
}

interface FieldsProps {
  readonly wanted: WantedToken
  readonly change: (wanted: WantedToken) => void
  readonly error: Error | null
}

function TokenFields({ wanted, change, error }: FieldsProps): React.ReactElement {
  const say = useTexts()
  return (
    <>
      <TextInput
        label={say('tokenName')}
        description={say('tokenRule')}
        value={wanted.name}
        onChange={({ currentTarget }) => change({ ...wanted, name: currentTarget.value })}
        error={fieldProblem(error, 'name')}
        maxLength={64}
        required
      />
      <NativeSelect
        label={say('days')}
        value={String(wanted.days)}
        data={lifetimes.map((count) => ({
          value: String(count),
          label: say('dayCount', { count }),
        }))}
        onChange={({ currentTarget }) => change({ ...wanted, days: Number(currentTarget.value) })}
      />
    </>
  )
}

function RightsFields({ wanted, change, error }: FieldsProps): React.ReactElement {
  const say = useTexts()
  const scope = scopeOf(wanted.role)
  return (
    <>
      <NativeSelect
        label={say('role')}
        value={wanted.role}
        data={tokenRoles.map((value) => ({ value, label: say(value) }))}
        onChange={
          ({ currentTarget }) => change({ ...wanted, role: currentTarget.value as TokenRole }) // one of `data`
        }
      />
      {scope === '' ? null : (
        <TextInput
          label={say(scope === 'apps' ? 'whichApps' : 'whichGateways')}
          value={wanted.names}
          onChange={({ currentTarget }) => change({ ...wanted, names: currentTarget.value })}
          error={fieldProblem(error, scope)}
          required
        />
      )}
    </>
  )
}
