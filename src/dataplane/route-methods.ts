/** What one path answers to, by method. An explicit method goes before ANY; of two equal routes the
 *  first defined stays. */
import type { Method } from '../model/release.ts'

export class MethodMap<V> {
  readonly #byMethod = new Map<string, V>()
  #any: V | undefined

  add(method: Method, value: V): void {
    if (method === 'ANY') this.#any ??= value
    else if (!this.#byMethod.has(method)) this.#byMethod.set(method, value)
  }

  get(method: string): V | undefined {
    return this.#byMethod.get(method) ?? this.#any
  }
}

/** Every method a definition can name, in the order of an Allow field. */
export const definableMethods: readonly Exclude<Method, 'ANY'>[] = [
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'OPTIONS',
]
