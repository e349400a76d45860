import type { Resource } from './release.ts'

/** Of requests where nothing is said. */
export const usualBodyBytes = 40 * 1_024 * 1_024

/** The largest body that a resource takes: what it says itself, and no more than any of its plugins lets pass. */
export function bodyLimitOf(
  { bodyLimitBytes }: Resource,
  ofPlugins: readonly number[],
  usualBytes: number = usualBodyBytes,
): number {
  return Math.min(bodyLimitBytes ?? usualBytes, ...ofPlugins)
}
