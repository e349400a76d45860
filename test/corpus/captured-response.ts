import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

/** One line of `responses.jsonl`: a response as its program wrote it, and what is known of it. */
export interface CapturedResponse {
  readonly id: string
  /** Who wrote the text. */
  readonly software: string
  readonly version: string
  readonly layer: 'access_layer' | 'framework' | 'server'
  /** The part of the software that wrote the text, where it has a name of its own. */
  readonly author?: string
  /** A proxy that relayed it. */
  readonly behind?: string
  /** Other programs that write the same bytes: unsure is right. */
  readonly ambiguous_with?: readonly string[]
  readonly scenario: string
  readonly provoked_by: string
  readonly raw_base64: string
}

export type CorpusSet = 'seen' | 'unseen' | 'all'

const file = new URL('responses.jsonl', import.meta.url)

/** Half of the programs were not looked at while the rules were written: those whose name's SHA-256
 *  begins with an odd byte. */
export function capturedResponses(set: CorpusSet): CapturedResponse[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as CapturedResponse) // our own file; the score checks what it uses
    .filter(({ software }) => set === 'all' || isSeen(software) === (set === 'seen'))
}

function isSeen(software: string): boolean {
  return (createHash('sha256').update(software).digest()[0] ?? 0) % 2 === 0
}

export function textOf(response: CapturedResponse): string {
  return Buffer.from(response.raw_base64, 'base64').toString('utf8')
}
