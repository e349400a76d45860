import { Button, Group, Stack } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ask } from '../api/ask.ts'
import { useChange } from '../api/change.ts'
import { ConfirmedButton } from '../frame/confirmed-button.tsx'
import { NotDone } from '../frame/not-done.tsx'
import type { RuleWords, SavedRule } from './alarm-answers.ts'
import type { AlarmScope, GoTo } from './alarm-scope.ts'
import { ReceiverFields } from './receiver-fields.tsx'
import { ConditionFields, QueryFields, RuleHead, TimeFields } from './rule-fields.tsx'
import { wordsOf } from './rule-draft.ts'
import { SecretsOnce } from './secrets-once.tsx'
import { useTexts } from './texts.ts'

/** A rule as a form. Where `id` is '', it is made. */
interface RuleFormProps {
  readonly scope: AlarmScope
  readonly read: RuleWords
  readonly id: string
  readonly etag: string
  readonly go: GoTo
  readonly showCurrent?: () => unknown
}

export function RuleForm(props: RuleFormProps): React.ReactElement {
  const { scope, read, id, etag, go, showCurrent } = props
  const { t } = useTranslation()
  const say = useTexts()
  const [rule, setRule] = useState<RuleWords>(() => wordsOf(read))
  const rules = `${scope.path}/alarm-rules`
  const back = (): void => go({ rule: '' })
  const saving = useChange(async () => {
    const body = wordsOf(rule)
    const saved = await save(rules, id, body, etag)
    if (saved.secrets.length === 0) back()
    return saved
  }, [rules])
  if (saving.data !== undefined && saving.data.secrets.length > 0) {
    return <SecretsOnce secrets={saving.data.secrets} done={back} />
  }
  const { error } = saving
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    saving.mutate()
  }
  const fields = { rule, change: setRule, error }
  return (
    <form className="rule" aria-label={id === '' ? say('newRule') : read.name} onSubmit={submit}>
      <fieldset disabled={!scope.mayChange} className="bare">
        <Stack>
          {scope.mayChange ? null : <p>{say('onlyLooking')}</p>}
          <NotDone error={error} {...(showCurrent === undefined ? {} : { showCurrent })} />
          <RuleHead {...fields} />
          <QueryFields {...fields} gateway={scope.gateway} />
          <ConditionFields {...fields} />
          <TimeFields {...fields} />
          <ReceiverFields {...fields} />
          {scope.mayChange ? (
            <Group>
              <Button type="submit" loading={saving.isPending}>
                {t(id === '' ? 'create' : 'save')}
              </Button>
              <Button variant="default" onClick={back}>
                {t('cancel')}
              </Button>
              {id === '' ? null : <Removal path={`${rules}/${id}`} etag={etag} back={back} />}
            </Group>
          ) : null}
        </Stack>
      </fieldset>
    </form>
  )
}

function save(rules: string, id: string, body: RuleWords, etag: string): Promise<SavedRule> {
  if (id === '') return ask(rules, { method: 'POST', body })
  return ask(`${rules}/${id}`, { method: 'PUT', body, ifMatch: etag })
}

interface RemovalProps {
  readonly path: string
  readonly etag: string
  readonly back: () => void
}

function Removal({ path, etag, back }: RemovalProps): React.ReactElement {
  const { t } = useTranslation()
  const say = useTexts()
  const removal = useChange(async () => {
    await ask(path, { method: 'DELETE', ifMatch: etag })
    back()
  }, [path.slice(0, path.lastIndexOf('/'))])
  return (
    <>
      <NotDone error={removal.error} />
      <ConfirmedButton
        question={say('removeQuestion')}
        loading={removal.isPending}
        act={() => removal.mutate()}
      >
        {t('remove')}
      </ConfirmedButton>
    </>
  )
}
