import { useTranslation } from 'react-i18next'
import { attributionWords } from '../../../src/diagnosis/attribution-words.ts'
import type { Fault } from '../../../src/model/attribution.ts'
import { languageNow, timeText } from '../texts/language.ts'
import { faultsInOrder } from '../verdict/fault-looks.ts'
import type { FlowHistogram } from './listed-flow.ts'

/** The figures of the histogram, for who does not see it; times without a request are left out. */
export function HistogramTable({
  histogram,
}: {
  readonly histogram: FlowHistogram
}): React.ReactElement {
  const { t } = useTranslation()
  const words = attributionWords[languageNow()].faults
  const present = faultsInOrder.filter((fault) => countsOf(histogram, fault) !== undefined)
  const rows = histogram.times.flatMap((time, at) => {
    const counts = present.map((fault) => countsOf(histogram, fault)?.[at] ?? 0)
    return counts.every((count) => count === 0) ? [] : [{ time, counts }]
  })
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
        {rows.map(({ time, counts }) => (
          <tr key={time}>
            <th scope="row">{timeText(time)}</th>
            {present.map((fault, place) => (
              <td key={fault}>{(counts[place] ?? 0).toLocaleString()}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

export function countsOf({ series }: FlowHistogram, fault: Fault): readonly number[] | undefined {
  return series.find(({ value }) => value === fault)?.counts
}
