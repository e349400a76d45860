import './resources.css'
import '../forms/forms.css'
import { useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { askTagged } from '../api/ask.ts'
import { creationKeys } from '../api/creation-keys.ts'
import { useEditedPart } from '../forms/edited-part.ts'
import { FormContext } from '../forms/form-state.ts'
import { TextField } from '../forms/plain-fields.tsx'
import { PartForm } from '../forms/part-form.tsx'
import { focusContent } from '../frame/focus-content.ts'
import { gatewayPath } from '../gateways/gateway-path.ts'
import { useMayMaintain } from '../api/rights.ts'
import { otherKeys } from './known-keys.ts'
import { ResourceFields } from './resource-fields.tsx'
import { useTexts } from './texts.ts'

/** A new resource begins with a name, a method and a path; all else has a usual value. */
const route = getRouteApi('/gateways/$gateway/new-resource')
const begun = { definition: { name: '', method: 'GET', path: '' }, etag: '' }

export function NewResourcePage(): React.ReactElement {
  const { t } = useTranslation()
  const say = useTexts()
  const { gateway } = route.useParams()
  const navigate = useNavigate()
  const client = useQueryClient()
  const mayChange = useMayMaintain(gateway)
  const [keyOf] = useState(creationKeys)
  const edited = useEditedPart({
    read: begun,
    isReadOnly: !mayChange,
    problems: [],
    stale: [],
    save: (body) => {
      const path = gatewayPath(gateway, 'resources')
      return askTagged(path, { method: 'POST', body, idempotencyKey: keyOf(body) })
    },
    saved: async (definition) => {
      await client.invalidateQueries()
      const params = { gateway, resource: String(definition['name']) }
      await navigate({ to: '/gateways/$gateway/resources/$resource', params, ignoreBlocker: true })
      focusContent()
    },
  })
  return (
    <>
      <h2>{say('newResource')}</h2>
      <PartForm edited={edited} name={say('newResource')} others={otherKeys(edited.value)}>
        <FormContext value={edited.form}>
          <div className="narrow">
            <TextField
              at={['name']}
              label={t('name')}
              help={say('nameHelp')}
              usually="get_order"
              required
              isCode
            />
          </div>
        </FormContext>
        <ResourceFields gateway={gateway} />
      </PartForm>
    </>
  )
}
