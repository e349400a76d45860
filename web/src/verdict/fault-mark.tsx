import { attributionWords } from '../../../src/diagnosis/attribution-words.ts'
import type { Fault } from '../../../src/model/attribution.ts'
import { languageNow } from '../texts/language.ts'
import { lookOf } from './fault-looks.ts'

/** The letter of a fault in its colour, with its name. */
export function FaultMark({ fault }: { readonly fault: Fault }): React.ReactElement {
  const { letter, color } = lookOf(fault)
  return (
    <span className="fault-mark" style={{ color }}>
      <span className="fault-letter" aria-hidden="true">
        {letter}
      </span>
      {attributionWords[languageNow()].faults[fault]}
    </span>
  )
}
