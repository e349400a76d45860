import type { Owner } from '../../model/attribution.ts'

/** English and Chinese. */
export type Bilingual = readonly [english: string, chinese: string]

/** What the catalogue adds to the error table: why it happens, what to do, in both languages. The
 *  English title and remedy of an error stand in the table and nowhere else. */
export interface ErrorText {
  readonly titleZh: string
  readonly why: Bilingual
  readonly remedyZh: string
  /** What others than the owner can do. */
  readonly others?: Partial<Record<Owner, Bilingual>>
}

/** The same for conclusions that are no error of ours; their English title stands in `verdict-keys.ts`. */
export interface VerdictText {
  readonly titleZh: string
  readonly why: Bilingual
  readonly remedy: Bilingual
  readonly others?: Partial<Record<Owner, Bilingual>>
}
