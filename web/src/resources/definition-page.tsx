import { Alert } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ask, askTagged, type Tagged } from '../api/ask.ts'
import { useChange } from '../api/change.ts'
import { ConfirmedButton } from '../frame/confirmed-button.tsx'
import { focusContent } from '../frame/focus-content.ts'
import { NotDone } from '../frame/not-done.tsx'
import { useEditedPart } from '../forms/edited-part.ts'
import { PartForm } from '../forms/part-form.tsx'
import { gatewayPath } from '../gateways/gateway-path.ts'
import { useMayMaintain } from '../api/rights.ts'
import { InStages } from './in-stages.tsx'
import type { PartView } from './resource-answers.ts'
import { otherKeys } from './known-keys.ts'
import { ResourceFields } from './resource-fields.tsx'
import { useTexts } from './texts.ts'
import { usePart } from './use-resource.ts'

/** One resource: by fields, or all of its definition as JSON. Both edit the same thing. */
const route = getRouteApi('/gateways/$gateway/resources/$resource')

export function DefinitionPage(): React.ReactElement | null {
  const { gateway, resource } = route.useParams()
  const { data } = usePart(gateway, 'resources', resource)
  if (data === undefined) return null
  return <Editor key={`${gateway} ${resource}`} gateway={gateway} name={resource} part={data} />
}

interface EditorProps {
  readonly gateway: string
  readonly name: string
  readonly part: Tagged<PartView>
}

function Editor({ gateway, name, part }: EditorProps): React.ReactElement {
  const say = useTexts()
  const mayChange = useMayMaintain(gateway)
  const path = gatewayPath(gateway, 'resources', name)
  const { definition, problems } = part.value
  const edited = useEditedPart({
    read: { definition, etag: part.etag },
    isReadOnly: !mayChange,
    problems,
    save: (body, etag) =>
      etag === ''
        ? askTagged(gatewayPath(gateway, 'resources'), { method: 'POST', body })
        : askTagged(path, { method: 'PUT', body, ifMatch: etag }),
    stale: [gatewayPath(gateway)],
  })
  return (
    <>
      {problems.length === 0 ? null : (
        <Alert color="red" title={say('problemsOfDraft')}>
          <ul className="problem-list">
            {problems.map(({ path: at, message, suggestion }) => (
              <li key={`${at} ${message}`}>
                {at === '' ? null : <code>{at}</code>} {message}. {suggestion}
              </li>
            ))}
          </ul>
        </Alert>
      )}
      <PartForm
        edited={edited}
        name={name}
        others={otherKeys(edited.value)}
        more={<Deletion gateway={gateway} name={name} etag={part.etag} />}
      >
        <ResourceFields gateway={gateway} />
      </PartForm>
      <InStages gateway={gateway} resource={edited.value} />
    </>
  )
}

interface DeletionProps {
  readonly gateway: string
  readonly name: string
  readonly etag: string
}

function Deletion({ gateway, name, etag }: DeletionProps): React.ReactElement {
  const { t } = useTranslation()
  const say = useTexts()
  const navigate = useNavigate()
  const client = useQueryClient()
  const path = gatewayPath(gateway, 'resources', name)
  const deletion = useChange(async () => {
    await ask(path, { method: 'DELETE', ifMatch: etag })
    client.removeQueries({ queryKey: [path, 'part'] })
    await navigate({ to: '/gateways/$gateway/resources', params: { gateway }, ignoreBlocker: true })
    focusContent()
  }, [gatewayPath(gateway)])
  return (
    <>
      <ConfirmedButton
        question={say('deleteQuestion', { name })}
        loading={deletion.isPending}
        act={() => deletion.mutate()}
      >
        {t('remove')}
      </ConfirmedButton>
      <NotDone error={deletion.error} showCurrent={deletion.readAgain} />
    </>
  )
}
