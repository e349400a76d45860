import { Textarea } from '@mantine/core'
import { getRouteApi } from '@tanstack/react-router'
import { askTagged, type Tagged } from '../api/ask.ts'
import { useEditedPart } from '../forms/edited-part.ts'
import { FormContext, textOf, useField } from '../forms/form-state.ts'
import { SaveBar } from '../forms/save-bar.tsx'
import { gatewayPath } from '../gateways/gateway-path.ts'
import { useMayMaintain } from '../api/rights.ts'
import { Markdown } from '../markdown/markdown.tsx'
import type { PartView } from './resource-answers.ts'
import { useTexts } from './texts.ts'
import { usePart } from './use-resource.ts'

/** What callers read about a resource beyond its fields: Markdown in both languages, shown as they will see it. */
const route = getRouteApi('/gateways/$gateway/resources/$resource')

export function DocumentPage(): React.ReactElement | null {
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
  const edited = useEditedPart({
    read: { definition: part.value.definition, etag: part.etag },
    isReadOnly: !mayChange,
    problems: part.value.problems,
    save: (body, etag) => askTagged(path, { method: 'PUT', body, ifMatch: etag }),
    stale: [gatewayPath(gateway)],
  })
  return (
    <form
      aria-label={say('document')}
      onSubmit={(event) => {
        event.preventDefault()
        edited.saving.mutate()
      }}
    >
      <FormContext value={edited.form}>
        <OneLanguage language="en" title={say('inEnglish')} />
        <OneLanguage language="zh" title={say('inChinese')} />
      </FormContext>
      <SaveBar edited={edited} />
    </form>
  )
}

interface OneLanguageProps {
  readonly language: 'en' | 'zh'
  readonly title: string
}

function OneLanguage({ language, title }: OneLanguageProps): React.ReactElement {
  const say = useTexts()
  const { id, value, set, error, isReadOnly } = useField(['docs', language])
  const text = textOf(value)
  return (
    <fieldset className="form-section">
      <legend>{title}</legend>
      <div className="document-columns">
        <Textarea
          id={id}
          label={say('markdown')}
          description={say('markdownHelp')}
          value={text}
          error={error}
          autosize
          minRows={10}
          maxRows={28}
          readOnly={isReadOnly}
          lang={language === 'zh' ? 'zh-CN' : 'en'}
          classNames={{ input: 'code-input' }}
          onChange={({ currentTarget: { value: typed } }) => set(typed === '' ? undefined : typed)}
        />
        <section
          className="document-preview"
          tabIndex={0}
          aria-label={say('previewOf', { title })}
          lang={language === 'zh' ? 'zh-CN' : 'en'}
        >
          {text === '' ? (
            <p className="field-help">{say('noDocument')}</p>
          ) : (
            <Markdown text={text} />
          )}
        </section>
      </div>
    </fieldset>
  )
}
