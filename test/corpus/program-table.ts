import { allFingerprints } from '../../src/diagnosis/fingerprints/all-fingerprints.ts'

/** The list of programs in `docs/reference/fingerprints.md`: by layer, in the order of the alphabet. */
export function programTable(): string {
  return (['access_layer', 'service'] as const)
    .map((layer) => {
      const names = allFingerprints
        .filter((print) => print.layer === layer)
        .map(({ software }) => software)
      const sorted = [...new Set(names)].toSorted((one, other) =>
        one.localeCompare(other, 'en', { sensitivity: 'base' }),
      )
      return `**${layer}** (${sorted.length}): ${sorted.join(', ')}.`
    })
    .join('\n\n')
}
