import { Alert, Button, PasswordInput, Stack, TextInput, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useLocation, useRouter } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ask, Problem } from '../api/ask.ts'
import { useSignIn } from '../api/session.ts'
import { keepPlace, placeFrom } from './next-place.ts'

/** By password, or at the identity provider where there is one; then to where one wanted to go. */
const route = getRouteApi('/sign-in')

export function SignInPage(): React.ReactElement {
  const { t } = useTranslation()
  const hash = useLocation({ select: (here) => here.hash })
  const next = placeFrom(route.useSearch().next, hash)
  useEffect(() => {
    document.title = `${t('signIn')} · Faultline`
  }, [t])
  return (
    <div className="sign-in">
      <Title order={1}>{t('signIn')}</Title>
      {next === '' ? null : <p>{t('signInForPlace')}</p>}
      <ByProvider next={next} />
      <ByPassword next={next} />
    </div>
  )
}

interface WithNext {
  readonly next: string
}

function ByProvider({ next }: WithNext): React.ReactElement | null {
  const { t } = useTranslation()
  const ways = useQuery({
    queryKey: ['/sign-in'],
    queryFn: ({ signal }) => ask<{ readonly oidc: boolean }>('/sign-in', { signal }),
  })
  if (ways.data?.oidc !== true) return null
  return (
    <>
      <Button
        component="a"
        href="/api/v1/sign-in/oidc"
        variant="default"
        fullWidth
        mt="md"
        onClick={() => keepPlace(next)}
      >
        {t('signInAtProvider')}
      </Button>
      <p>{t('orByPassword')}</p>
    </>
  )
}

function ByPassword({ next }: WithNext): React.ReactElement {
  const { t } = useTranslation()
  const router = useRouter()
  const { signIn } = useSignIn()
  const [refusal, setRefusal] = useState('')
  const [isAsking, setIsAsking] = useState(false)
  const submit = async (form: FormData): Promise<void> => {
    setIsAsking(true)
    try {
      await signIn(textOf(form, 'name'), textOf(form, 'password'))
      router.history.push(next === '' ? '/overview' : next)
    } catch (error) {
      const isWrong = error instanceof Problem && error.status === 401
      setRefusal(isWrong ? t('signInFailed') : error instanceof Error ? error.message : '')
    } finally {
      setIsAsking(false)
    }
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void submit(new FormData(event.currentTarget))
      }}
    >
      <Stack>
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
        <p>{t('forgotten')}</p>
      </Stack>
    </form>
  )
}

function textOf(form: FormData, name: string): string {
  const value = form.get(name)
  return typeof value === 'string' ? value : ''
}
