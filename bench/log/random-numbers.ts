/** Numbers that look random and are the same for the same seed. */
export interface RandomNumbers {
  /** 0 to 1. */
  share(): number
  below(limit: number): number
  /** Below the limit; small ones far more often. */
  few(limit: number): number
  /** 0 to about 10, mostly below 1: how long calls take. */
  tail(): number
  hex(digits: number): string
}

/** mulberry32, started from a scrambled seed so that neighbours have nothing in common. */
export function randomNumbers(seed: number): RandomNumbers {
  let state = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ (seed >>> 13)
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return (mixed ^ (mixed >>> 14)) >>> 0
  }
  const share = (): number => next() / 4_294_967_296
  return {
    share,
    below: (limit) => Math.floor(share() * limit),
    few: (limit) => Math.floor(share() ** 3 * limit),
    tail: () => -Math.log(1 - share()) * 0.5,
    hex: (digits) => {
      let text = ''
      while (text.length < digits) text += next().toString(16).padStart(8, '0')
      return text.slice(0, digits)
    },
  }
}
