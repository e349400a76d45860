import type { Plugin } from '../model/plugin.ts'
import type { CertificateReader } from './certificates.ts'
import type { NamedFile } from './named-file.ts'
import type { Report } from './definition-problem.ts'
import type { ShapeCheck } from './check-shape.ts'
import { isRecord } from './shape.ts'

/** What the checks of one file share. Checks of relations (duplicates, references) read values
 *  loosely, because every problem is reported at once: a resource with a wrong method still has a
 *  name that a grant may refer to. Checks within one object run only on objects of the right shape. */
export interface Checking extends ShapeCheck {
  readonly report: Report
  readonly plugins: ReadonlyMap<string, Plugin>
  readonly certificates: CertificateReader
  /** Reads a file that a definition names in place of its text. */
  readonly textFile: (path: string) => NamedFile
  /** Resources that were found right by themselves before and did not change since. */
  readonly known?: WeakSet<object>
  /** `line 12`, for messages that name a second place. */
  readonly placeOf: (path: readonly (string | number)[]) => string
  /** Replaces a text, in the values and in what is kept for export. */
  setText(path: readonly (string | number)[], text: string): void
}

export function listIn(container: unknown, key: string): readonly unknown[] {
  const value = valueIn(container, key)
  return Array.isArray(value) ? value : []
}

export function keysIn(container: unknown, key: string): string[] {
  const value = valueIn(container, key)
  return isRecord(value) ? Object.keys(value).filter((name) => !name.startsWith('x-')) : []
}

export function textIn(container: unknown, key: string): string | undefined {
  const value = valueIn(container, key)
  return typeof value === 'string' ? value : undefined
}

export function valueIn(container: unknown, key: string): unknown {
  return isRecord(container) && Object.hasOwn(container, key) ? container[key] : undefined
}

/** Values of `key` in the entries of a list; entries without it give undefined. */
export function textsIn(list: readonly unknown[], key: string): (string | undefined)[] {
  return list.map((entry) => textIn(entry, key))
}

/** Reports each entry whose text stands in the list already. */
export function reportDuplicates(
  checking: Checking,
  path: readonly (string | number)[],
  key: string,
  texts: readonly (string | undefined)[],
  what: string,
): void {
  const first = new Map<string, number>()
  for (const [index, text] of texts.entries()) {
    if (text === undefined) continue
    const earlier = first.get(text)
    if (earlier === undefined) first.set(text, index)
    else {
      const place = checking.placeOf([...path, earlier, key])
      checking.report(
        [...path, index, key],
        `${what} "${text}" is defined twice; first in ${place}`,
      )
    }
  }
}

/** It was found right by itself before. */
export function isKnown(resource: unknown, { known }: Checking): boolean {
  return isRecord(resource) && known?.has(resource) === true
}
