import type { FoundEvidence } from '../finding.ts'
import type { Layer, Meaning } from './fingerprint.ts'

/** Who wrote an answer, as far as its signs tell. */
export interface Writer {
  /** `identified`: strong signs of one program. `layer_only`: the layer is told, the program is not.
   *  `hinted`: medium signs. `conflict`: strong signs that disagree. `unknown`: nothing to go by. */
  readonly state: 'identified' | 'layer_only' | 'hinted' | 'conflict' | 'unknown'
  readonly layer: Layer | undefined
  /** A proxy that mostly stands on the way out of the caller's network. */
  readonly isForwardProxy?: true
  /** With its version where one is stated: `nginx/1.22.1`. */
  readonly software: string | null
  readonly meanings: ReadonlySet<Meaning>
  readonly evidence: readonly FoundEvidence[]
}
