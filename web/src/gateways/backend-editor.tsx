import { Button, Stack, TagsInput, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { ask, type Tagged } from '../api/ask.ts'
import { useChange } from '../api/change.ts'
import { useMayClose } from '../forms/use-leave-question.ts'
import { ConfirmedButton } from '../frame/confirmed-button.tsx'
import { Loaded } from '../frame/loaded.tsx'
import { NotDone } from '../frame/not-done.tsx'
import type { ListedBackend } from '../stages/stage-answers.ts'
import { gatewayPath } from './gateway-path.ts'
import { withMember } from './merge-patch.ts'
import { PartBar, problemAt } from './part-bar.tsx'
import { useTexts } from './texts.ts'
import { definitionIn, type PartView, useEditedPart, usePart } from './use-edited-part.ts'

/** What a backend is and who acts when it fails. */
interface BackendEditorProps {
  readonly gateway: string
  readonly backend: ListedBackend
  readonly close: () => void
}

export function BackendEditor(props: BackendEditorProps): React.ReactElement {
  const { gateway, backend } = props
  const path = gatewayPath(gateway, 'backends', backend.name)
  const part = usePart(path)
  return <Loaded of={part}>{(read) => <Form {...props} path={path} read={read} />}</Loaded>
}

interface FormProps extends BackendEditorProps {
  readonly path: string
  readonly read: Tagged<PartView>
}

function Form({ gateway, backend, close, path, read }: FormProps): React.ReactElement {
  const { t } = useTranslation()
  const say = useTexts()
  const part = useEditedPart({
    path,
    read: { value: read.value.definition, etag: read.etag },
    stale: [gatewayPath(gateway)],
    pick: definitionIn,
  })
  const { description, owners } = part.typed
  return (
    <form
      aria-label={say('editOne', { name: backend.name })}
      onSubmit={(event) => {
        event.preventDefault()
        part.save()
      }}
    >
      <Stack>
        <TextInput
          label={t('description')}
          value={typeof description === 'string' ? description : ''}
          error={problemAt(part.error, 'description')}
          onChange={({ currentTarget: { value } }) =>
            part.type(withMember(part.typed, 'description', value === '' ? undefined : value))
          }
          autoFocus
        />
        <NamesField
          label={say('owners')}
          description={say('ownersWords')}
          names={owners}
          error={problemAt(part.error, 'owners')}
          put={(names) => part.type(withMember(part.typed, 'owners', names))}
        />
      </Stack>
      <PartBar part={part} saved={say('savedInDraft')} />
      <Removal gateway={gateway} backend={backend} path={path} etag={read.etag} />
      <Closing isChanged={part.isChanged} close={close} />
    </form>
  )
}

interface ClosingProps {
  readonly isChanged: boolean
  readonly close: () => void
}

function Closing({ isChanged, close }: ClosingProps): React.ReactElement {
  const { t } = useTranslation()
  const mayClose = useMayClose(isChanged)
  const end = (): void => {
    if (mayClose()) close()
  }
  return (
    <Button size="xs" variant="default" mt="sm" onClick={end}>
      {t('close')}
    </Button>
  )
}

interface NamesFieldProps {
  readonly label: string
  readonly description: string
  readonly names: unknown
  readonly error: string | undefined
  readonly put: (names: readonly string[]) => void
}

/** A list of users and groups: typed, and ended with Enter or a comma. */
export function NamesField(props: NamesFieldProps): React.ReactElement {
  const { label, description, names, error, put } = props
  const say = useTexts()
  return (
    <TagsInput
      label={label}
      description={description}
      placeholder={say('addName')}
      value={Array.isArray(names) ? names.map(String) : []}
      error={error}
      onChange={(next) => put(next)}
      splitChars={[',', '，', ' ']}
      acceptValueOnBlur
    />
  )
}

interface RemovalProps {
  readonly gateway: string
  readonly backend: ListedBackend
  readonly path: string
  readonly etag: string
}

function Removal({ gateway, backend, path, etag }: RemovalProps): React.ReactElement {
  const { t } = useTranslation()
  const say = useTexts()
  const { name, resources } = backend
  const removal = useChange(
    () => ask(path, { method: 'DELETE', ifMatch: etag }),
    [gatewayPath(gateway)],
  )
  if (resources > 0) return <p className="said">{say('stillUsed', { count: resources })}</p>
  return (
    <>
      <NotDone error={removal.error} showCurrent={removal.readAgain} />
      <ConfirmedButton
        size="xs"
        loading={removal.isPending}
        question={say('removeBackendQuestion', { name })}
        act={() => removal.mutate()}
      >
        {t('remove')}
      </ConfirmedButton>
    </>
  )
}
