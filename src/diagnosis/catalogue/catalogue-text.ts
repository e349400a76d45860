import type { Owner } from '../../model/attribution.ts'
import type { Bilingual } from '../../model/bilingual.ts'

/** What others than the owner can do. A role that can do nothing is left out. */
export type Advice = Readonly<Partial<Record<Owner, Bilingual>>>

/** What the catalogue adds to the error table: why it happens, what to do, in both languages. The
 *  English title and remedy of an error stand in the table and nowhere else. */
export interface ErrorText extends Advice {
  readonly titleZh: string
  readonly why: Bilingual
  readonly remedyZh: string
}

/** The same for conclusions that are no error of ours; their English title stands in `verdict-keys.ts`. */
export interface VerdictText extends Advice {
  readonly titleZh: string
  readonly why: Bilingual
  readonly remedy: Bilingual
}
