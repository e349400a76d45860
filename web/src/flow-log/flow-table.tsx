import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FlowRow, rowHeightPx } from './flow-row.tsx'
import type { ListedFlow } from './listed-flow.ts'
import { placeOf, rowAct } from './row-keys.ts'
import { useTexts } from './texts.ts'

/** Records as rows; only those in sight are in the page, so that thousands scroll as a few do. */
interface FlowTableProps {
  readonly flows: readonly ListedFlow[]
  readonly open: (flow: ListedFlow) => void
  readonly choose: (field: string, value: string, kind: 'only' | 'not') => void
  /** The last rows are near: older ones may be asked for. */
  readonly onEnd: () => void
}

const columns = ['time', 'status', 'fault', 'method', 'path', 'app', 'duration', 'why'] as const

export function FlowTable(props: FlowTableProps): React.ReactElement {
  const { flows, open, onEnd } = props
  const { t } = useTranslation()
  const say = useTexts()
  const scroller = useRef<HTMLDivElement>(null)
  const rows = useVirtualizer({
    count: flows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeightPx,
    overscan: 12,
  })
  const { at, press } = useRowKeys(props, rows.scrollToIndex)
  const last = rows.getVirtualItems().at(-1)?.index ?? 0
  const isNearEnd = flows.length > 0 && last >= flows.length - rowsBeforeEnd
  useEffect(() => {
    if (isNearEnd) onEnd()
  }, [isNearEnd, onEnd])
  return (
    <div
      className="flow-table"
      ref={scroller}
      tabIndex={0}
      role="grid"
      aria-label={t('flowLog')}
      aria-rowcount={flows.length + 1}
      aria-activedescendant={at < 0 ? undefined : rowId(flows[at])}
      aria-description={say('keys')}
      onKeyDown={press}
    >
      <Head />
      <div role="rowgroup" className="flow-rows" style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map(({ index, start }) => {
          const flow = flows[index]
          return flow === undefined ? null : (
            <FlowRow
              key={flow.request_id}
              id={rowId(flow)}
              flow={flow}
              index={index}
              top={start}
              isChosen={index === at}
              open={open}
            />
          )
        })}
      </div>
    </div>
  )
}

function Head(): React.ReactElement {
  const { t } = useTranslation()
  return (
    <div role="rowgroup" className="flow-head">
      <div role="row" className="flow-row">
        {columns.map((column) => (
          <span role="columnheader" key={column}>
            {t(column)}
          </span>
        ))}
      </div>
    </div>
  )
}

function useRowKeys(
  { flows, open, choose }: FlowTableProps,
  scrollTo: (index: number) => void,
): { readonly at: number; readonly press: (event: React.KeyboardEvent) => void } {
  const [chosen, setChosen] = useState('') // id of a request
  const at = useMemo(() => placeOf(flows, chosen), [flows, chosen])
  const press = (event: React.KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const act = rowAct(event.key, { at, count: flows.length })
    const flow = flows[at]
    if (act === undefined) return
    event.preventDefault()
    if (act.kind === 'move') {
      setChosen(flows[act.to]?.request_id ?? '')
      scrollTo(act.to)
    } else if (flow !== undefined) {
      if (act.kind === 'open') open(flow)
      else choose('key', flow.key, act.kind)
    }
  }
  return { at, press }
}

/** Older records are asked for before somebody who scrolls comes to the end. */
const rowsBeforeEnd = 60

function rowId(flow: ListedFlow | undefined): string {
  return `flow-${flow?.request_id}`
}
