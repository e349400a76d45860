/** Numbers with units, told as people say them: beside 41943040 stands 40 MiB. */
export type Unit = 'bytes' | 'seconds' | 'milliseconds'

export function readUnit(text: unknown): Unit | undefined {
  return text === 'bytes' || text === 'seconds' || text === 'milliseconds' ? text : undefined
}

/** '' where it would say the same again. */
export function saidWithUnit(value: number, unit: Unit): string {
  if (unit === 'bytes') return inSteps(value, sizes)
  return inSteps(unit === 'seconds' ? value * 1_000 : value, times, unit === 'seconds' ? 's' : 'ms')
}

type Steps = readonly (readonly [size: number, name: string])[]

const sizes: Steps = [
  [2 ** 40, 'TiB'],
  [2 ** 30, 'GiB'],
  [2 ** 20, 'MiB'],
  [2 ** 10, 'KiB'],
]
const times: Steps = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'min'],
  [1_000, 's'],
]

function inSteps(value: number, steps: Steps, plain = ''): string {
  const step = steps.find(([size]) => value >= size)
  if (step === undefined) return ''
  const [size, name] = step
  if (name === plain) return ''
  const exact = value / size
  const rounded = Math.round(exact * 100) / 100
  return `${rounded === exact ? '' : '≈ '}${rounded} ${name}`
}
