import { Alert, Button, PasswordInput, Stack, TextInput, Title } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Problem } from '../api/ask.ts'
import { useSignIn } from '../api/session.ts'

export function SignInPage(): React.ReactElement {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const { signIn } = useSignIn()
  const [refusal, setRefusal] = useState('')
  const [isAsking, setIsAsking] = useState(false)
  const submit = async (form: FormData): Promise<void> => {
    setIsAsking(true)
    try {
      await signIn(textOf(form, 'name'), textOf(form, 'password'))
      await navigate({ to: '/overview' })
    } catch (error) {
      const isWrong = error instanceof Problem && error.status === 401
      setRefusal(isWrong ? t('signInFailed') : error instanceof Error ? error.message : '')
    } finally {
      setIsAsking(false)
    }
  }
  return (
    <form
      className="sign-in"
      onSubmit={(event) => {
        event.preventDefault()
        void submit(new FormData(event.currentTarget))
      }}
    >
      <Stack>
        <Title order={1}>{t('signIn')}</Title>
        {refusal === '' ? null : (
          <Alert color="red" role="alert">
            {refusal}
          </Alert>
        )}
        <TextInput name="name" label={t('userName')} autoComplete="username" required />
        <PasswordInput
          name="password"
          label={t('password')}
          autoComplete="current-password"
          required
        />
        <Button type="submit" loading={isAsking}>
          {t('signIn')}
        </Button>
      </Stack>
    </form>
  )
}

function textOf(form: FormData, name: string): string {
  const value = form.get(name)
  return typeof value === 'string' ? value : ''
}
