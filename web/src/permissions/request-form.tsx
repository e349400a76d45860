import { Button, Radio, Select, Stack, Textarea } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ask } from '../api/ask.ts'
import { useChange } from '../api/change.ts'
import { usePages } from '../api/pages.ts'
import { Loaded } from '../frame/loaded.tsx'
import { FormEnd } from '../frame/form-end.tsx'
import { NotDone } from '../frame/not-done.tsx'
import { DaysChoice } from './days-choice.tsx'
import { missingIn, type Wish, wishBody } from './permission-wish.ts'
import type { PermissionRequest } from './permission-answers.ts'
import { ResourceChoice } from './resource-choice.tsx'
import { useTexts } from './texts.ts'

/** The wish of an application: what, why, for how long. */
interface RequestFormProps {
  readonly gateway: string
  /** To begin with; null: the whole gateway. */
  readonly resources: readonly string[] | null
  readonly app: string
  readonly close: () => void
}

interface OwnApp {
  readonly code: string
}

export function RequestForm(props: RequestFormProps): React.ReactElement {
  const say = useTexts()
  const apps = usePages<OwnApp>('/apps', { limit: 1_000 })
  return (
    <Loaded of={apps}>
      {(found) =>
        found.length === 0 ? (
          <p>
            {say('noAppYet')} <Link to="/apps">{say('createApp')}</Link>
          </p>
        ) : (
          <Form {...props} codes={found.map(({ code }) => code)} />
        )
      }
    </Loaded>
  )
}

function Form(props: RequestFormProps & { readonly codes: readonly string[] }) {
  const { gateway, resources, app, codes, close } = props
  const say = useTexts()
  const only = codes.length === 1 ? (codes[0] ?? '') : ''
  const { wish, change, sending } = useWish(gateway, app === '' ? only : app, resources)
  const [isTried, setTried] = useState(false)
  if (sending.data !== undefined) return <Sent request={sending.data} close={close} />
  const missing = isTried ? missingIn(wish) : []
  const problemOf = (part: keyof Wish) => (missing.includes(part) ? say('needed') : undefined)
  return (
    <form
      noValidate
      aria-label={say('askTitle', { gateway })}
      onSubmit={(event) => {
        event.preventDefault()
        setTried(true)
        if (missingIn(wish).length === 0) sending.mutate()
      }}
    >
      <Stack>
        <NotDone error={sending.error} />
        <AppField codes={codes} app={wish.app} change={change} problem={problemOf('app')} />
        <ScopeField
          gateway={gateway}
          wish={wish}
          change={change}
          problem={problemOf('resources')}
        />
        <DaysChoice days={wish.expiresInDays} choose={(days) => change({ expiresInDays: days })} />
        <Textarea
          label={say('reason')}
          description={say('reasonHint')}
          value={wish.reason}
          maxLength={512}
          onChange={({ currentTarget }) => change({ reason: currentTarget.value })}
          error={problemOf('reason')}
          withAsterisk
        />
        <FormEnd label={say('send')} isPending={sending.isPending} cancel={close} />
      </Stack>
    </form>
  )
}

function useWish(gateway: string, app: string, resources: readonly string[] | null) {
  const [wish, setWish] = useState<Wish>({
    app,
    isWhole: resources === null,
    resources: resources ?? [],
    reason: '',
    expiresInDays: 180,
  })
  const sending = useChange(
    () =>
      ask<PermissionRequest>('/permission-requests', {
        method: 'POST',
        body: wishBody(gateway, wish),
      }),
    ['/permission-requests', '/apps'],
  )
  return { wish, change: (part: Partial<Wish>) => setWish({ ...wish, ...part }), sending }
}

interface FieldProps {
  readonly change: (part: Partial<Wish>) => void
  readonly problem: string | undefined
}

interface AppFieldProps extends FieldProps {
  readonly codes: readonly string[]
  readonly app: string
}

function AppField({ codes, app, change, problem }: AppFieldProps): React.ReactElement {
  const say = useTexts()
  return (
    <Select
      label={say('forApp')}
      data={[...codes]}
      value={app === '' ? null : app}
      onChange={(code) => change({ app: code ?? '' })}
      error={problem}
      searchable={codes.length > 10}
      allowDeselect={false}
      withAsterisk
    />
  )
}

interface ScopeFieldProps extends FieldProps {
  readonly gateway: string
  readonly wish: Wish
}

function ScopeField({ gateway, wish, change, problem }: ScopeFieldProps): React.ReactElement {
  const say = useTexts()
  return (
    <>
      <Radio.Group
        label={say('forWhat')}
        value={wish.isWhole ? 'whole' : 'some'}
        onChange={(value) => change({ isWhole: value === 'whole' })}
      >
        <Stack gap="xs" mt="xs">
          <Radio value="some" label={say('someResources')} />
          <Radio value="whole" label={say('wholeGateway')} description={say('wholeHint')} />
        </Stack>
      </Radio.Group>
      {wish.isWhole || wish.app === '' ? null : (
        <ResourceChoice
          gateway={gateway}
          app={wish.app}
          chosen={wish.resources}
          choose={(names) => change({ resources: names })}
          problem={problem}
        />
      )}
    </>
  )
}

interface SentProps {
  readonly request: PermissionRequest
  readonly close: () => void
}

function Sent({ request, close }: SentProps): React.ReactElement {
  const { t } = useTranslation()
  const say = useTexts()
  return (
    <>
      <p role="status">
        {say('sent', { number: request.number, gateway: request.gateway })}{' '}
        <Link to="/apps">{say('myRequests')}</Link>
      </p>
      <Button onClick={close} autoFocus>
        {t('close')}
      </Button>
    </>
  )
}
