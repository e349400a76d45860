import { Alert, Button, PasswordInput, Stack, TextInput, Title } from '@mantine/core'
import { Link, useLocation, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ask, Problem } from '../api/ask.ts'
import { useSignIn } from '../api/session.ts'

/** Where one-time links lead: the first administrator is made, or a password is set. The secret of the link
 *  stands behind its #, which browsers send nowhere. */
interface LinkPageProps {
  readonly kind: 'set-up' | 'password'
}

export function SetUpPage(): React.ReactElement {
  return <LinkPage kind="set-up" />
}

export function SetPasswordPage(): React.ReactElement {
  return <LinkPage kind="password" />
}

function LinkPage({ kind }: LinkPageProps): React.ReactElement {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const { signIn } = useSignIn()
  const token = useLocation({ select: ({ hash }) => hash }) // another link may be opened in the same tab
  const [refusal, setRefusal] = useState('')
  const submit = async (form: HTMLFormElement): Promise<void> => {
    const [name, password, again] = ['name', 'password', 'again'].map((field) =>
      valueOf(form, field),
    )
    if (password !== again) return setRefusal(t('passwordsDiffer'))
    try {
      const body = kind === 'set-up' ? { token, name, password } : { token, password }
      const done = await ask<{ readonly user?: string }>(`/${kind}`, { method: 'POST', body })
      await signIn(done.user ?? name ?? '', password ?? '')
      const isEmpty = kind === 'set-up' && (await hasNoGateway())
      await navigate({ to: isEmpty ? '/welcome' : '/overview' })
    } catch (error) {
      setRefusal(error instanceof Error ? error.message : '')
      if (!(error instanceof Problem)) throw error
    }
  }
  if (token === '') return <NoToken />
  return (
    <form
      className="sign-in"
      onSubmit={(event) => {
        event.preventDefault()
        void submit(event.currentTarget)
      }}
    >
      <Stack>
        <Title order={1}>{t(kind === 'set-up' ? 'setUp' : 'setPassword')}</Title>
        <p>{t(kind === 'set-up' ? 'setUpIntro' : 'setPasswordIntro')}</p>
        {refusal === '' ? null : (
          <Alert color="red" role="alert">
            {refusal}
          </Alert>
        )}
        <Fields kind={kind} />
        <Button type="submit">{t('continue')}</Button>
      </Stack>
    </form>
  )
}

/** Then there is nothing to look at yet, and the first API is set up. */
async function hasNoGateway(): Promise<boolean> {
  const { items } = await ask<{ readonly items: readonly unknown[] }>('/gateways')
  return items.length === 0
}

function Fields({ kind }: LinkPageProps): React.ReactElement {
  const { t } = useTranslation()
  return (
    <>
      {kind === 'set-up' ? (
        <TextInput name="name" label={t('userName')} autoComplete="username" required />
      ) : null}
      <PasswordInput
        name="password"
        label={t('newPassword')}
        autoComplete="new-password"
        required
      />
      <PasswordInput name="again" label={t('passwordAgain')} autoComplete="new-password" required />
    </>
  )
}

function valueOf(form: HTMLFormElement, name: string): string {
  const value = new FormData(form).get(name)
  return typeof value === 'string' ? value : ''
}

function NoToken(): React.ReactElement {
  const { t } = useTranslation()
  return (
    <Alert color="orange">
      {t('linkIsCut')} <Link to="/sign-in">{t('signIn')}</Link>
    </Alert>
  )
}
