import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { attributionWords } from '../../../src/diagnosis/attribution-words.ts'
import type { Fault } from '../../../src/model/attribution.ts'
import { languageNow } from '../texts/language.ts'
import { faultLooks, faultsInOrder } from '../verdict/fault-looks.ts'
import { barsOf } from './histogram-bars.ts'
import type { FlowHistogram } from './listed-flow.ts'

/** Requests over time, stacked by fault. Dragging over it zooms; the same figures are there as a table. */
interface FaultHistogramProps {
  readonly histogram: FlowHistogram
  readonly zoom: (fromMs: number, toMs: number) => void
}

const size = { width: 1_000, height: 120 } as const

export function FaultHistogram({ histogram, zoom }: FaultHistogramProps): React.ReactElement {
  const { t } = useTranslation()
  const [drag, setDrag] = useState<{ readonly from: number; readonly to: number }>()
  const picture = useRef<SVGSVGElement>(null)
  const bars = barsOf(histogram, size)
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
    <figure className="histogram">
      <figcaption>{t('byFault')}</figcaption>
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
        {bars.map(({ fault, ...bar }) => (
          <rect key={`${fault} ${bar.x}`} {...bar} style={{ fill: faultLooks[fault].color }} />
        ))}
        {drag === undefined ? null : <Chosen {...drag} />}
      </svg>
      <details>
        <summary>{t('showTable')}</summary>
        <HistogramTable histogram={histogram} />
      </details>
    </figure>
  )
}

/** What is being dragged over; `from` and `to` are shares of the width. */
function Chosen({ from, to }: { readonly from: number; readonly to: number }): React.ReactElement {
  const [left, width] = [Math.min(from, to) * size.width, Math.abs(to - from) * size.width]
  return <rect className="drag" x={left} width={width} y={0} height={size.height} />
}

function spanOf(
  { times, step_ms: stepMs }: FlowHistogram,
  { from, to }: { readonly from: number; readonly to: number },
): { readonly fromMs: number; readonly toMs: number } | undefined {
  const [first] = times
  if (first === undefined || Math.abs(to - from) < 0.005) return undefined // a click
  const whole = times.length * stepMs
  const at = (share: number): number => Math.round(first + share * whole)
  return { fromMs: at(Math.min(from, to)), toMs: at(Math.max(from, to)) }
}

function HistogramTable({ histogram }: { readonly histogram: FlowHistogram }): React.ReactElement {
  const { t } = useTranslation()
  const words = attributionWords[languageNow()].faults
  const present = faultsInOrder.filter((fault) => countsOf(histogram, fault) !== undefined)
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{t('time')}</th>
          {present.map((fault) => (
            <th scope="col" key={fault}>
              {words[fault]}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {histogram.times.map((time, at) => (
          <tr key={time}>
            <th scope="row">{new Date(time).toLocaleTimeString()}</th>
            {present.map((fault) => (
              <td key={fault}>{countsOf(histogram, fault)?.[at] ?? 0}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function countsOf({ series }: FlowHistogram, fault: Fault): readonly number[] | undefined {
  return series.find(({ value }) => value === fault)?.counts
}
