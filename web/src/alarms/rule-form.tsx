import { Button, Group, Stack } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ask, askTagged, type Tagged } from '../api/ask.ts'
import { useChange } from '../api/change.ts'
import { changeUpon } from '../api/change-upon.ts'
import { NotSaved } from '../forms/not-saved.tsx'
import { type EditedPart, useEditedPart } from '../forms/edited-part.ts'
import { ConfirmedButton } from '../frame/confirmed-button.tsx'
import { NotDone } from '../frame/not-done.tsx'
import type { Rule, RuleWords, SavedRule } from './alarm-answers.ts'
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
}

export function RuleForm(props: RuleFormProps): React.ReactElement {
  const { scope, read, id, etag, go } = props
  const { t } = useTranslation()
  const say = useTexts()
  const rules = `${scope.path}/alarm-rules`
  const back = (): void => go({ rule: '' })
  const { edited, rule, secrets } = useEditedRule(props, rules, back)
  if (secrets.length > 0) return <SecretsOnce secrets={secrets} done={back} />
  const { error, isPending, mutate } = edited.saving
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    mutate()
  }
  const change = (next: RuleWords): void => edited.replace({ ...next })
  const fields = { rule, change, error }
  return (
    <form className="rule" aria-label={id === '' ? say('newRule') : read.name} onSubmit={submit}>
      <fieldset disabled={!scope.mayChange} className="bare">
        <Stack>
          {scope.mayChange ? null : <p>{say('onlyLooking')}</p>}
          <NotSaved edited={edited} />
          <RuleHead {...fields} />
          <QueryFields {...fields} gateway={scope.gateway} />
          <ConditionFields {...fields} />
          <TimeFields {...fields} />
          <ReceiverFields {...fields} />
          {scope.mayChange ? (
            <Group>
              <Button type="submit" loading={isPending}>
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

interface EditedRule {
  readonly edited: EditedPart
  readonly rule: RuleWords
  /** Of new webhooks, to be shown this once. */
  readonly secrets: SavedRule['secrets']
}

function useEditedRule(
  { scope, read, id, etag }: RuleFormProps,
  rules: string,
  back: () => void,
): EditedRule {
  const [secrets, setSecrets] = useState<SavedRule['secrets']>([])
  const edited = useEditedPart({
    read: { definition: { ...wordsOf(read) }, etag },
    isReadOnly: !scope.mayChange,
    problems: [],
    save: async (body, ifMatch) => {
      const saved = await save(rules, id, body, ifMatch)
      if (saved.value.secrets.length === 0) back()
      else setSecrets(saved.value.secrets)
      return saved
    },
    stale: [rules],
  })
  return { edited, rule: edited.value as unknown as RuleWords, secrets } // nothing else is put in its place
}

function save(
  rules: string,
  id: string,
  body: object,
  ifMatch: string,
): Promise<Tagged<SavedRule>> {
  if (id === '') return askTagged(rules, { method: 'POST', body })
  const pick = (now: object): object => wordsOf(now as Rule) // as the API documents it
  return changeUpon(`${rules}/${id}`, { method: 'PUT', body, ifMatch }, pick)
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
      <NotDone error={removal.error} showCurrent={removal.readAgain} />
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
