import '../forms/forms.css'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { askTagged } from '../api/ask.ts'
import { changeUpon } from '../api/change-upon.ts'
import { useEditedPart } from '../forms/edited-part.ts'
import type { Members } from '../forms/json-path.ts'
import { PartForm } from '../forms/part-form.tsx'
import { SchemaMembers } from '../forms/schema-field.tsx'
import { firstValue } from '../forms/schema-kind.ts'
import { useMayClose } from '../forms/use-leave-question.ts'
import { Loaded } from '../frame/loaded.tsx'
import { gatewayPath } from '../gateways/gateway-path.ts'
import { useMayMaintain } from '../api/rights.ts'
import type { Plugin, PluginOwner } from './plugin-answers.ts'
import { placeInBinding } from './running-order.ts'
import { useTexts } from './texts.ts'
import { titleOf } from './title-of.ts'

/** The options of one plugin at one stage or resource, as fields that its schema asks for, or as JSON. */
interface PluginEditorProps {
  readonly gateway: string
  readonly owner: PluginOwner
  readonly plugin: Plugin
  readonly isNew?: boolean
  readonly close: () => void
  /** Before it is closed or another is opened: whether what was typed may go. */
  readonly tellMayClose: (may: () => boolean) => void
}

export function PluginEditor(props: PluginEditorProps): React.ReactElement {
  const { gateway, owner, plugin, isNew } = props
  const path = gatewayPath(gateway, owner.kind, owner.name, 'plugins', plugin.type)
  const read = useQuery({
    queryKey: [path, 'binding'],
    queryFn: ({ signal }) => askTagged<View>(path, { signal }),
    enabled: isNew !== true,
  })
  if (isNew === true) {
    const config = firstValue(plugin.options)
    return <Form {...props} path={path} etag="" definition={{ type: plugin.type, config }} />
  }
  return (
    <Loaded of={read}>
      {({ value, etag }) => (
        <Form {...props} path={path} etag={etag} definition={value.definition} />
      )}
    </Loaded>
  )
}

interface View {
  readonly definition: Members
}

interface FormProps extends PluginEditorProps {
  readonly path: string
  /** '': it is not there yet. */
  readonly etag: string
  readonly definition: Members
}

function Form(props: FormProps): React.ReactElement {
  const { gateway, plugin, path, etag, definition, isNew, close, tellMayClose } = props
  const say = useTexts()
  const mayChange = useMayMaintain(gateway)
  const place = useRef<HTMLDivElement>(null)
  const edited = useEditedPart({
    read: { definition, etag },
    isReadOnly: !mayChange,
    problems: [],
    placeInForm: placeInBinding,
    save: (body, ifMatch) =>
      changeUpon(path, { method: 'PUT', body, ifMatch }, (now) => (now as View).definition), // as the API documents it
    stale: [gatewayPath(gateway)],
    saved: async () => {
      if (isNew === true) close()
    },
  })
  const mayClose = useMayClose(edited.isChanged)
  useEffect(() => {
    tellMayClose(mayClose)
    return () => tellMayClose(() => true)
  })
  useEffect(() => {
    // who opened it goes on here
    place.current
      ?.querySelector<HTMLElement>('.object-fields input, .object-fields select, textarea')
      ?.focus()
  }, [])
  const others = Object.keys(edited.value).filter((key) => key !== 'type' && key !== 'config')
  return (
    <div ref={place} className="plugin-form">
      <PartForm
        edited={edited}
        name={say('options', { name: titleOf(plugin) })}
        others={others}
        isNew={isNew === true}
      >
        <div className="object-fields wide-fields">
          <SchemaMembers schema={plugin.options} at={['config']} />
        </div>
      </PartForm>
    </div>
  )
}
