import { Alert, Button, PasswordInput, Stack } from '@mantine/core'
import { useState } from 'react'
import { ask } from '../api/ask.ts'
import { useChange } from '../api/change.ts'
import { NotDone } from '../frame/not-done.tsx'
import { useTexts } from './texts.ts'

/** Whoever knows the present password may choose another. */
export function OwnPassword(): React.ReactElement {
  const say = useTexts()
  const [differ, setDiffer] = useState(false)
  const change = useChange(
    // read here and not handed over: what is handed over is kept beside the answer
    (form: HTMLFormElement) => {
      const body = { current: textOf(form, 'current'), password: textOf(form, 'password') }
      return ask('/password', { method: 'PUT', body })
    },
    ['/sessions'],
  )
  const submit = (form: HTMLFormElement): void => {
    const isSame = textOf(form, 'password') === textOf(form, 'again')
    setDiffer(!isSame)
    if (!isSame) return
    change.mutate(form, { onSuccess: () => form.reset() })
  }
  return (
    <section aria-label={say('password')}>
      <h2>{say('password')}</h2>
      <form
        className="form-narrow"
        onSubmit={(event) => {
          event.preventDefault()
          submit(event.currentTarget)
        }}
      >
        <Stack gap="sm">
          <NotDone error={change.error} />
          {change.isSuccess ? (
            <Alert color="green" role="status">
              {say('changed')}
            </Alert>
          ) : null}
          <Fields differ={differ} />
          <div>
            <Button type="submit" loading={change.isPending}>
              {say('change')}
            </Button>
          </div>
        </Stack>
      </form>
    </section>
  )
}

function Fields({ differ }: { readonly differ: boolean }): React.ReactElement {
  const say = useTexts()
  return (
    <>
      <PasswordInput
        name="current"
        label={say('currentPassword')}
        autoComplete="current-password"
        required
      />
      <PasswordInput
        name="password"
        label={say('newPassword')}
        description={say('passwordRule')}
        autoComplete="new-password"
        required
      />
      <PasswordInput
        name="again"
        label={say('again')}
        autoComplete="new-password"
        error={differ ? say('differ') : undefined}
        required
      />
    </>
  )
}

function textOf(form: HTMLFormElement, name: string): string {
  const value = new FormData(form).get(name)
  return typeof value === 'string' ? value : ''
}
