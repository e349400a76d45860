import { Button, Group } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { FlowRecord } from '../../../src/model/flow-record.ts'
import type { Verdict } from '../../../src/model/verdict.ts'
import { CopyText } from '../frame/copy-text.tsx'
import { ShareRecord } from '../sharing/share-record.tsx'
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
  // the caller's own scheme is not kept
  const origin = `http://${record.http_host}`
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
      <CopyText
        text={curlOf(record, origin)}
        of={record.request_id}
        label={say('copyCurl')}
        help={say('curlHelp')}
        size="xs"
      />
      <Button size="xs" variant="default" onClick={save}>
        {say('downloadHar')}
      </Button>
      <ShareRecord id={record.request_id} />
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
