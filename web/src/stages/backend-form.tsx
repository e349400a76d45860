import { useState } from 'react'
import type { Tagged } from '../api/ask.ts'
import { gatewayPath } from '../gateways/gateway-path.ts'
import { PartBar } from '../gateways/part-bar.tsx'
import { definitionIn, type PartView, useEditedPart } from '../gateways/use-edited-part.ts'
import { useMayMaintain } from '../api/rights.ts'
import { BalanceFields } from './balance-fields.tsx'
import { HostTable } from './host-table.tsx'
import { LimitFields } from './limit-fields.tsx'
import { RemoveHosts } from './remove-hosts.tsx'
import { useTexts } from './texts.ts'
import { TlsFields } from './tls-fields.tsx'

/** Where a backend answers in one environment and how it is called. Only what is changed here is sent. */
interface BackendFormProps {
  readonly gateway: string
  readonly stage: string
  readonly backend: string
  readonly path: string
  readonly read: Tagged<PartView>
}

export function BackendForm(props: BackendFormProps): React.ReactElement {
  const { gateway, stage, path, read } = props
  const say = useTexts()
  const mayMaintain = useMayMaintain(gateway)
  const part = useEditedPart({
    path,
    read: { value: read.value.definition, etag: read.etag },
    stale: [gatewayPath(gateway)],
    pick: definitionIn,
  })
  const [isTuning, setIsTuning] = useState(false)
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        part.save()
      }}
    >
      <fieldset className="plain-fields" disabled={!mayMaintain}>
        <legend className="only-heard">{say('hosts')}</legend>
        <HostTable gateway={gateway} stage={stage} part={part} />
        <BalanceFields part={part} />
        <details open={isTuning} onToggle={({ currentTarget }) => setIsTuning(currentTarget.open)}>
          <summary>{say('limitsAndTls')}</summary>
          {isTuning ? (
            <>
              <LimitFields part={part} />
              <TlsFields part={part} />
            </>
          ) : null}
        </details>
      </fieldset>
      {mayMaintain ? <PartBar part={part} saved={say('savedInDraft')} /> : null}
      {mayMaintain ? <RemoveHosts {...props} /> : null}
    </form>
  )
}
