import { Link } from '@tanstack/react-router'
import { attributionWords } from '../../../src/diagnosis/attribution-words.ts'
import type { FlowHistogram } from '../flow-log/listed-flow.ts'
import { languageNow } from '../texts/language.ts'
import { faultLooks, faultsInOrder } from '../verdict/fault-looks.ts'
import { failedIn, failuresByFault } from './failures-counted.ts'
import { useTexts } from './texts.ts'

/** Of all failures, how many are whose fault; each leads to them. */
interface WhoseFailuresProps {
  readonly histogram: FlowHistogram
  readonly time: { readonly from: number; readonly to: number }
}

export function WhoseFailures(props: WhoseFailuresProps): React.ReactElement | null {
  const { histogram, time } = props
  const say = useTexts()
  const { failed } = failedIn(histogram)
  if (failed === 0) return null
  const counts = failuresByFault(histogram)
  return (
    <section aria-label={say('whoseFailures')}>
      <ul className="shares">
        {faultsInOrder
          .filter((fault) => (counts.get(fault) ?? 0) > 0)
          .map((fault) => (
            <li key={fault} style={{ borderColor: faultLooks[fault].color }}>
              <Link to="/flow-log" search={{ query: `fault:${fault}`, ...time }}>
                <span className="share-name" style={{ color: faultLooks[fault].color }}>
                  <span className="fault-letter" aria-hidden="true">
                    {faultLooks[fault].letter}
                  </span>
                  {attributionWords[languageNow()].faults[fault]}
                </span>
                <span className="share-count">
                  {say('shareOf', {
                    share: percent((counts.get(fault) ?? 0) / failed),
                    count: (counts.get(fault) ?? 0).toLocaleString(),
                  })}
                </span>
              </Link>
            </li>
          ))}
      </ul>
    </section>
  )
}

function percent(share: number): string {
  return (share * 100).toFixed(share > 0 && share < 0.1 ? 1 : 0)
}
