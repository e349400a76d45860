import { Link } from '@tanstack/react-router'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { languageNow } from '../texts/language.ts'
import { FaultMark } from '../verdict/fault-mark.tsx'
import type { ListedFlow } from './listed-flow.ts'

/** Records as rows; only those in sight are in the page, so that thousands scroll as a few do. */
export function FlowTable({
  flows,
}: {
  readonly flows: readonly ListedFlow[]
}): React.ReactElement {
  const { t } = useTranslation()
  const scroller = useRef<HTMLDivElement>(null)
  const rows = useVirtualizer({
    count: flows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeightPx,
    overscan: 12,
  })
  const columns = ['time', 'status', 'fault', 'method', 'path', 'app', 'duration', 'why'] as const
  return (
    <div className="flow-table" ref={scroller} tabIndex={0} role="region" aria-label={t('flowLog')}>
      <div role="table" aria-rowcount={flows.length + 1}>
        <div role="rowgroup" className="flow-head">
          <div role="row" className="flow-row">
            {columns.map((column) => (
              <span role="columnheader" key={column}>
                {t(column)}
              </span>
            ))}
          </div>
        </div>
        <div role="rowgroup" className="flow-rows" style={{ height: rows.getTotalSize() }}>
          {rows.getVirtualItems().map(({ index, start }) => {
            const flow = flows[index]
            return flow === undefined ? null : (
              <FlowRow key={flow.request_id} flow={flow} index={index} top={start} />
            )
          })}
        </div>
      </div>
    </div>
  )
}

const rowHeightPx = 30

interface FlowRowProps {
  readonly flow: ListedFlow
  readonly index: number
  /** In pixels from the first row. */
  readonly top: number
}

function FlowRow({ flow, index, top }: FlowRowProps): React.ReactElement {
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      className="flow-row"
      style={{ transform: `translateY(${top}px)` }}
    >
      <span role="cell">
        <Link to="/r/$id" params={{ id: flow.request_id }}>
          {timeText(flow.timestamp)}
        </Link>
      </span>
      <span role="cell">{flow.status}</span>
      <span role="cell">
        <FaultMark fault={flow.fault} />
      </span>
      <span role="cell">{flow.method}</span>
      <span role="cell" title={flow.http_path}>
        {flow.http_path}
      </span>
      <span role="cell">{flow.app_code}</span>
      <span role="cell">{flow.request_duration.toFixed(1)}</span>
      <span role="cell" title={flow.error}>
        <code>{flow.key}</code>
      </span>
    </div>
  )
}

function timeText(epochMs: number): string {
  return new Date(epochMs).toLocaleString(languageNow() === 'zh' ? 'zh-CN' : 'en-GB', {
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    fractionalSecondDigits: 1,
  })
}
