import { memo } from 'react'
import { languageNow } from '../texts/language.ts'
import { FaultMark } from '../verdict/fault-mark.tsx'
import type { ListedFlow } from './listed-flow.ts'

export const rowHeightPx = 30

interface FlowRowProps {
  readonly id: string
  readonly flow: ListedFlow
  readonly index: number
  /** In pixels from the first row. */
  readonly top: number
  /** The keys are at this row. */
  readonly isChosen: boolean
  readonly open: (flow: ListedFlow) => void
}

/** One record in a line. A click opens it beside the list; the link is its page. Scrolling shows a row again and again, so
 *  it is made anew only where something of it changes. */
export const FlowRow = memo(function FlowRow(props: FlowRowProps): React.ReactElement {
  const { id, flow, index, top, isChosen, open } = props
  return (
    // the keys are heard by the grid, which keeps the focus
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
    <div
      role="row"
      id={id}
      aria-rowindex={index + 2}
      aria-selected={isChosen}
      className="flow-row"
      style={{ transform: `translateY(${top}px)` }}
      onClickCapture={(event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return // a new tab
        event.preventDefault() // the link would leave the list
        open(flow)
      }}
    >
      <span role="gridcell">
        {/* not the router's link, which asks it where it leads each time a row comes into sight: for a new tab only */}
        <a href={`/r/${encodeURIComponent(flow.request_id)}`} tabIndex={-1}>
          {timeOf(flow.timestamp)}
        </a>
      </span>
      <span role="gridcell">{flow.status}</span>
      <span role="gridcell">
        <FaultMark fault={flow.fault} />
      </span>
      <span role="gridcell">{flow.method}</span>
      <span role="gridcell" className="flow-path" title={flow.http_path}>
        <bdi>{flow.http_path}</bdi>
      </span>
      <span role="gridcell">{flow.app_code}</span>
      <span role="gridcell" className="number">
        {flow.request_duration.toFixed(1)}
      </span>
      <span role="gridcell" title={flow.error}>
        <code>{flow.key}</code>
      </span>
    </div>
  )
})

function timeOf(epochMs: number): string {
  return formats[languageNow()].format(epochMs)
}

const parts = {
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 1,
} as const
/** Made once: making one takes longer than a row. */
const formats = {
  en: new Intl.DateTimeFormat('en-GB', parts),
  zh: new Intl.DateTimeFormat('zh-CN', parts),
} as const
