import { Button, TextInput } from '@mantine/core'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Tagged } from '../api/ask.ts'
import { Empty } from '../frame/empty.tsx'
import { Loaded } from '../frame/loaded.tsx'
import { gatewayPath } from '../gateways/gateway-path.ts'
import { PartBar, problemAt } from '../gateways/part-bar.tsx'
import {
  definitionIn,
  type EditedPart,
  type PartView,
  useEditedPart,
  usePart,
} from '../gateways/use-edited-part.ts'
import { useMayMaintain } from '../api/rights.ts'
import { useTexts } from './texts.ts'
import { isRepeated, rowsFor, rowsOf, type VariableRow, variablesOf } from './variable-rows.ts'

/** Variables of an environment: what `{env.NAME}` in paths and addresses of backends stands for here. */
const route = getRouteApi('/gateways/$gateway/stages/$stage')

export function VariablesPage(): React.ReactElement {
  const say = useTexts()
  const { gateway, stage } = route.useParams()
  const path = gatewayPath(gateway, 'stages', stage, 'variables')
  const part = usePart(path)
  return (
    <section aria-label={say('variables')}>
      <h3>{say('variables')}</h3>
      <p className="said">{say('variablesWords')}</p>
      <Loaded of={part}>
        {(read) => <VariableForm key={path} gateway={gateway} path={path} read={read} />}
      </Loaded>
    </section>
  )
}

interface VariableFormProps {
  readonly gateway: string
  readonly path: string
  readonly read: Tagged<PartView>
}

function VariableForm({ gateway, path, read }: VariableFormProps): React.ReactElement {
  const say = useTexts()
  const mayMaintain = useMayMaintain(gateway)
  const part = useEditedPart({
    path,
    read: { value: read.value.definition, etag: read.etag },
    stale: [gatewayPath(gateway)],
    pick: definitionIn,
  })
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        part.save()
      }}
    >
      <fieldset className="plain-fields" disabled={!mayMaintain}>
        <legend className="only-heard">{say('variables')}</legend>
        <VariableTable part={part} />
      </fieldset>
      {mayMaintain ? <PartBar part={part} saved={say('savedInDraft')} /> : null}
    </form>
  )
}

function VariableTable({ part }: { readonly part: EditedPart }): React.ReactElement {
  const { t } = useTranslation()
  const say = useTexts()
  const [kept, setRows] = useState<readonly VariableRow[]>(() => rowsOf(part.typed))
  const rows = rowsFor(kept, part.typed)
  const put = (next: readonly VariableRow[]): void => {
    setRows(next)
    part.type(variablesOf(next))
  }
  return (
    <>
      {rows.length === 0 ? (
        <Empty>{say('noVariables')}</Empty>
      ) : (
        <table className="variables">
          <thead>
            <tr>
              <th scope="col">{t('name')}</th>
              <th scope="col">{say('value')}</th>
              <th scope="col">
                <span className="only-heard">{t('remove')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((_, at) => (
              // a row is its place: its name is what is typed
              // oxlint-disable-next-line react/no-array-index-key
              <VariableFields key={at} rows={rows} at={at} error={part.error} put={put} />
            ))}
          </tbody>
        </table>
      )}
      <Button variant="default" size="xs" onClick={() => put([...rows, { name: '', value: '' }])}>
        {say('addVariable')}
      </Button>
    </>
  )
}

interface VariableFieldsProps {
  readonly rows: readonly VariableRow[]
  readonly at: number
  readonly error: Error | null
  readonly put: (rows: readonly VariableRow[]) => void
}

function VariableFields({ rows, at, error, put }: VariableFieldsProps): React.ReactElement {
  const { t } = useTranslation()
  const say = useTexts()
  const { name, value } = rows[at] ?? { name: '', value: '' }
  const isTwice = isRepeated(rows, at)
  const problem = isTwice ? say('nameTwice') : problemAt(error, `variables.${name}`)
  return (
    <tr>
      <td>
        <TextInput
          aria-label={say('ofRow', { label: t('name'), number: at + 1 })}
          value={name}
          error={problem}
          // nothing is saved while one variable would take the place of another
          ref={(field) => field?.setCustomValidity(isTwice ? say('nameTwice') : '')}
          onChange={({ currentTarget }) =>
            put(rows.with(at, { name: currentTarget.value.trim(), value }))
          }
        />
      </td>
      <td>
        <TextInput
          aria-label={say('ofRow', { label: say('value'), number: at + 1 })}
          value={value}
          onChange={({ currentTarget }) => put(rows.with(at, { name, value: currentTarget.value }))}
        />
      </td>
      <td>
        <Button
          variant="subtle"
          size="xs"
          aria-label={say('removeVariable', { name })}
          onClick={() => put(rows.toSpliced(at, 1))}
        >
          {t('remove')}
        </Button>
      </td>
    </tr>
  )
}
