/** Numbers with the unit that a person would choose. */
export function bytesText(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB'] as const
  let value = bytes
  let at = 0
  while (value >= 1_024 && at < units.length - 1) {
    value /= 1_024
    at++
  }
  return `${rounded(value)} ${units[at] ?? 'GiB'}`
}

export function durationText(ms: number): string {
  if (ms < 1_000) return `${rounded(ms)} ms`
  if (ms < 120_000) return `${rounded(ms / 1_000)} s`
  if (ms < 7_200_000) return `${rounded(ms / 60_000)} min`
  if (ms < 172_800_000) return `${rounded(ms / 3_600_000)} h`
  return `${rounded(ms / 86_400_000)} d`
}

function rounded(value: number): string {
  return String(Math.round(value * 10) / 10)
}
