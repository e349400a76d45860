import type { Bilingual } from './bilingual.ts'

/** A setting of `faultline start` as it is told to who runs the server: never with a secret. */
export interface ToldSetting {
  /** null: by the environment only. */
  readonly flag: string | null
  readonly environment: string
  /** As a person writes it; '' where nothing is set, `***` where it is a secret. */
  readonly value: string
  readonly from: 'flag' | 'environment' | 'default'
  readonly help: Bilingual
}
