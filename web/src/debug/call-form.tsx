import {
  Button,
  Checkbox,
  Group,
  SegmentedControl,
  Select,
  Stack,
  Textarea,
  TextInput,
} from '@mantine/core'
import type { CallDraft } from './call-draft.ts'
import { variablesOf } from './call-draft.ts'
import { CallerFields } from './caller-fields.tsx'
import { HeaderFields } from './header-fields.tsx'
import { useTexts } from './texts.ts'
import type { Target } from './use-targets.ts'

/** Where the call goes, what it carries, and as whom. */
interface CallFormProps {
  readonly draft: CallDraft
  readonly change: (draft: CallDraft) => void
  readonly stages: readonly string[]
  readonly resources: readonly Target[]
  readonly chosen: Target | undefined
  readonly isFixed: boolean
  readonly isSending: boolean
  readonly send: () => void
}

export function CallForm(props: CallFormProps): React.ReactElement {
  const { draft, change, chosen, isFixed, isSending, send } = props
  const say = useTexts()
  return (
    <form
      className="debug-form"
      aria-label={say('theCall')}
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      <div className="debug-columns">
        <Stack>
          {isFixed ? null : <Place {...props} />}
          <PathFields draft={draft} change={change} chosen={chosen} />
          <TextInput
            label={say('query')}
            placeholder="page=2&size=10"
            value={draft.query}
            maxLength={8_192}
            spellCheck={false}
            onChange={({ currentTarget }) => change({ ...draft, query: currentTarget.value })}
          />
          <HeaderFields draft={draft} change={change} />
          <BodyFields draft={draft} change={change} />
        </Stack>
        <CallerFields draft={draft} change={change} />
      </div>
      <Group mt="md">
        <Button
          type="submit"
          loading={isSending}
          disabled={draft.target === 'resource' && draft.resource === ''}
        >
          {say('send')}
        </Button>
      </Group>
    </form>
  )
}

function BodyFields({ draft, change }: Pick<CallFormProps, 'draft' | 'change'>) {
  const say = useTexts()
  return (
    <>
      <Textarea
        label={say('body')}
        value={draft.body}
        autosize
        minRows={3}
        maxRows={16}
        spellCheck={false}
        classNames={{ input: 'pasted' }}
        onChange={({ currentTarget }) => change({ ...draft, body: currentTarget.value })}
      />
      <Checkbox
        label={say('isBase64')}
        checked={draft.isBase64}
        onChange={({ currentTarget }) => change({ ...draft, isBase64: currentTarget.checked })}
      />
    </>
  )
}

function Place({ draft, change, stages, resources }: CallFormProps): React.ReactElement {
  const say = useTexts()
  return (
    <>
      <Select
        label={say('stage')}
        data={[...stages]}
        value={draft.stage === '' ? null : draft.stage}
        allowDeselect={false}
        onChange={(stage) => change({ ...draft, stage: stage ?? '' })}
      />
      <SegmentedControl
        aria-label={say('target')}
        data={[
          { value: 'resource', label: say('aResource') },
          { value: 'path', label: say('anyPath') },
        ]}
        value={draft.target}
        onChange={(target) => change({ ...draft, target: target === 'path' ? 'path' : 'resource' })}
      />
      {draft.target === 'resource' ? (
        <Select
          label={say('resource')}
          placeholder={say('chooseResource')}
          data={resources.map(({ name, method, path }) => ({
            value: name,
            label: `${name} · ${method} ${path}`,
          }))}
          value={draft.resource === '' ? null : draft.resource}
          onChange={(resource) => change({ ...draft, resource: resource ?? '', method: '' })}
          searchable
          limit={100}
          nothingFoundMessage={say('noResource')}
        />
      ) : null}
    </>
  )
}

type PathFieldsProps = Pick<CallFormProps, 'draft' | 'change' | 'chosen'>

function PathFields({ draft, change, chosen }: PathFieldsProps): React.ReactElement {
  const say = useTexts()
  const { pathParameters } = draft
  if (draft.target === 'path') {
    return (
      <Group grow align="start">
        <MethodField draft={draft} change={change} />
        <TextInput
          label={say('path')}
          description={say('pathHint')}
          value={draft.path}
          maxLength={8_192}
          spellCheck={false}
          required
          onChange={({ currentTarget }) => change({ ...draft, path: currentTarget.value })}
        />
      </Group>
    )
  }
  return (
    <>
      {chosen === undefined ? null : (
        <p>
          <code>
            {chosen.method} {chosen.path}
          </code>
        </p>
      )}
      {chosen?.method === 'ANY' ? <MethodField draft={draft} change={change} /> : null}
      {variablesOf(chosen?.path ?? '').map((name) => (
        <TextInput
          key={name}
          label={say('pathParameter', { name })}
          value={pathParameters[name] ?? ''}
          maxLength={2_048}
          required
          onChange={({ currentTarget: { value } }) =>
            change({ ...draft, pathParameters: { ...pathParameters, [name]: value } })
          }
        />
      ))}
    </>
  )
}

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'] as const

function MethodField({ draft, change }: Pick<CallFormProps, 'draft' | 'change'>) {
  const say = useTexts()
  return (
    <Select
      label={say('method')}
      data={[...methods]}
      value={draft.method === '' ? 'GET' : draft.method}
      allowDeselect={false}
      onChange={(method) => change({ ...draft, method: method ?? '' })}
    />
  )
}
