import { readdirSync, readFileSync } from 'node:fs'
import type { ResponseDescription } from '../../src/model/verdict.ts'

/** Golden cases: `*.json` beside this file, each a record (or a pasted text) and the verdict it must
 *  come to. Adding a case needs no code. */
export interface GoldenCase {
  readonly title: string
  readonly record?: Readonly<Record<string, unknown>>
  readonly text?: string
  readonly expect: {
    readonly responder: string
    readonly fault: string
    readonly owner: string
    readonly certainty: string
    readonly key: string
    readonly response_desc?: ResponseDescription
    readonly software?: string | null
    readonly detected?: string
    /** Each must occur in the part of the verdict of this name. */
    readonly summary?: string
    readonly evidence?: string
    readonly step?: string
    readonly contact?: string
    readonly would_confirm?: string
  }
}

const files = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.json'))
export const goldenCases: readonly (GoldenCase & { readonly file: string })[] = files.flatMap(
  (name) => {
    // the files are ours and every field is checked by what follows
    const parsed = JSON.parse(
      readFileSync(`${import.meta.dirname}/${name}`, 'utf8'),
    ) as GoldenCase[]
    return parsed.map((golden) => ({ ...golden, file: name.replace('.json', '') }))
  },
)
