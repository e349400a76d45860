import { Button, Group } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { FlowRecord } from '../../../src/model/flow-record.ts'
import type { Verdict } from '../../../src/model/verdict.ts'
import { curlOf } from './record-curl.ts'
import { harOf } from './record-har.ts'
import { useTexts } from './texts.ts'

/** What one takes along from a request: a line for a shell, a HAR, the others of its kind. */
interface TakeAwayProps {
  readonly record: FlowRecord
  readonly verdict: Verdict
}

export function TakeAway({ record, verdict }: TakeAwayProps): React.ReactElement {
  const say = useTexts()
  const [isCopied, setIsCopied] = useState(false)
  // the caller's own scheme is not kept
  const origin = `http://${record.http_host}`
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(curlOf(record, origin))
    setIsCopied(true)
  }
  const save = (): void => {
    const text = JSON.stringify(harOf(record, verdict, origin), null, 2)
    const address = URL.createObjectURL(new Blob([text], { type: 'application/json' }))
    const link = document.createElement('a')
    link.href = address
    link.download = `${record.request_id}.har`
    link.click()
    URL.revokeObjectURL(address)
  }
  return (
    <Group gap="xs">
      <Button size="xs" variant="default" title={say('curlHelp')} onClick={() => void copy()}>
        {say('copyCurl')}
      </Button>
      <span aria-live="polite">{isCopied ? say('copied') : ''}</span>
      <Button size="xs" variant="default" onClick={save}>
        {say('downloadHar')}
      </Button>
      <Link
        to="/flow-log"
        search={{
          query: `key:${verdict.key} fault:${verdict.fault}`,
          gateway: record.gateway,
          stage: record.stage,
        }}
      >
        {say('sameKind')}
      </Link>
    </Group>
  )
}
