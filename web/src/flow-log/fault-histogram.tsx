import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { attributionWords } from '../../../src/diagnosis/attribution-words.ts'
import { languageNow, timeText } from '../texts/language.ts'
import { faultLooks, faultsInOrder } from '../verdict/fault-looks.ts'
import { barsOf, highestOf, spanOf } from './histogram-bars.ts'
import { countsOf, HistogramTable } from './histogram-table.tsx'
import type { FlowHistogram } from './listed-flow.ts'

/** Requests over time, stacked by fault. Dragging over it zooms; the same figures are there as a table. */
interface FaultHistogramProps {
  readonly histogram: FlowHistogram
  readonly zoom: (fromMs: number, toMs: number) => void
  /** What else happened then, such as releases. */
  readonly marks?: readonly Mark[]
}

interface Mark {
  readonly time: number
  readonly text: string
}

const size = { width: 1_000, height: 120 } as const

export function FaultHistogram(props: FaultHistogramProps): React.ReactElement {
  const { histogram, zoom, marks = [] } = props
  const { t } = useTranslation()
  const { times, step_ms: stepMs } = histogram
  const [first = 0] = times
  return (
    <figure className="histogram">
      <figcaption>
        {t('byFault')} <Legend histogram={histogram} />
      </figcaption>
      <span className="histogram-highest" aria-hidden="true">
        {highestOf(histogram).toLocaleString()}
      </span>
      <Picture histogram={histogram} zoom={zoom} marks={marks} />
      <div className="histogram-times" aria-hidden="true">
        <span>{timeText(first)}</span>
        <span>{timeText(first + times.length * stepMs)}</span>
      </div>
      <details>
        <summary>{t('showTable')}</summary>
        <HistogramTable histogram={histogram} />
        <ul>
          {marks.map(({ text }) => (
            <li key={text}>{text}</li>
          ))}
        </ul>
      </details>
    </figure>
  )
}

function Picture({ histogram, zoom, marks }: Required<FaultHistogramProps>): React.ReactElement {
  const [drag, setDrag] = useState<{ readonly from: number; readonly to: number }>()
  const picture = useRef<SVGSVGElement>(null)
  const shareAt = (clientX: number): number => {
    const box = picture.current?.getBoundingClientRect()
    return box === undefined ? 0 : Math.min(1, Math.max(0, (clientX - box.left) / box.width))
  }
  const end = (): void => {
    setDrag(undefined)
    const span = drag === undefined ? undefined : spanOf(histogram, drag)
    if (span !== undefined) zoom(span.fromMs, span.toMs)
  }
  return (
    <svg
      ref={picture}
      viewBox={`0 0 ${size.width} ${size.height}`}
      preserveAspectRatio="none"
      aria-hidden="true"
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        const at = shareAt(event.clientX)
        setDrag({ from: at, to: at })
      }}
      onPointerMove={({ clientX }) => setDrag((was) => was && { ...was, to: shareAt(clientX) })}
      onPointerUp={end}
      onPointerCancel={() => setDrag(undefined)}
    >
      {barsOf(histogram, size).map(({ fault, ...bar }) => (
        <rect key={`${fault} ${bar.x}`} {...bar} style={{ fill: faultLooks[fault].color }} />
      ))}
      {marks.map((mark) => (
        <MarkLine key={mark.text} mark={mark} histogram={histogram} />
      ))}
      {drag === undefined ? null : <Chosen {...drag} />}
    </svg>
  )
}

interface MarkLineProps {
  readonly mark: Mark
  readonly histogram: FlowHistogram
}

function MarkLine({ mark, histogram }: MarkLineProps): React.ReactElement | null {
  const { times, step_ms: stepMs } = histogram
  const [first = 0] = times
  const x = ((mark.time - first) / Math.max(1, times.length * stepMs)) * size.width
  if (x < 0 || x > size.width) return null
  return (
    <line className="histogram-release" x1={x} x2={x} y1={0} y2={size.height}>
      <title>{mark.text}</title>
    </line>
  )
}

function Legend({ histogram }: { readonly histogram: FlowHistogram }): React.ReactElement {
  const words = attributionWords[languageNow()].faults
  const present = faultsInOrder.filter((fault) => countsOf(histogram, fault) !== undefined)
  return (
    <span className="histogram-legend">
      {present.map((fault) => (
        <span key={fault} style={{ color: faultLooks[fault].color }}>
          <span className="fault-letter" aria-hidden="true">
            {faultLooks[fault].letter}
          </span>
          {words[fault]}
        </span>
      ))}
    </span>
  )
}

/** What is being dragged over; `from` and `to` are shares of the width. */
function Chosen({ from, to }: { readonly from: number; readonly to: number }): React.ReactElement {
  const [left, width] = [Math.min(from, to) * size.width, Math.abs(to - from) * size.width]
  return <rect className="drag" x={left} width={width} y={0} height={size.height} />
}
