import { styleText } from 'node:util'

/** The characters of a stacked column: two layers in one by colour, or one pattern a layer where colours do
 *  not tell them apart. */
export type Colour = keyof typeof backgrounds

export interface Layer {
  readonly colour: Colour
  /** Stands for the colour where there are none. */
  readonly pattern: string
  readonly counts: readonly number[]
}

/** Of the columns, in lines; each line has eight steps. */
export const height = 8
export const blocks = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const

/** As many as a histogram has series by default; no two of one hue stand beside each other. */
const colours = [
  'blue',
  'yellow',
  'cyan',
  'magenta',
  'green',
  'red',
  'white',
  'blueBright',
  'greenBright',
  'magentaBright',
] as const satisfies readonly Colour[]
const patterns = '█#+o%=x@/~ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnpqrstuvwyz'
export const faintPattern = '░'
export const restPattern = '·'

export function patternAt(place: number): string {
  return patterns[place % patterns.length] ?? '█'
}

export function colourAt(place: number): Colour {
  return colours[place % colours.length] ?? 'white'
}

/** NO_COLOR, a pipe, a terminal without colours. */
function isColoured(): boolean {
  return styleText('red', 'x') !== 'x'
}

export type Marks = 'colours' | 'patterns'

/** What the layers of a picture and the lines of its legend are told apart by. */
export function marksOf(layers: readonly Pick<Layer, 'colour' | 'counts'>[]): Marks {
  const seen = layers.filter(({ counts }) => counts.some((count) => count > 0))
  const areColoursEnough =
    isColoured() && new Set(seen.map(({ colour }) => colour)).size === seen.length
  return seen.length > 1 && !areColoursEnough ? 'patterns' : 'colours'
}

interface Part {
  readonly layer: Layer
  readonly from: number
  readonly to: number
}

export function cellOf(
  layers: readonly Layer[],
  marks: Marks,
  bar: number,
  line: number,
  highest: number,
): string {
  const base = line * 8
  const inside = partsOf(layers, bar, highest).filter(
    ({ from, to }) => to > base && from < base + 8,
  )
  if (inside.length === 0) return ' '
  return marks === 'patterns' ? patternedCell(inside, base) : colouredCell(inside, base)
}

function partsOf(layers: readonly Layer[], bar: number, highest: number): Part[] {
  const parts: Part[] = []
  let sum = 0
  let below = 0
  for (const layer of layers) {
    const count = layer.counts[bar] ?? 0
    sum += count
    // a single failure among thousands is still seen
    const top = Math.max(Math.round((sum / highest) * height * 8), below + (count > 0 ? 1 : 0))
    if (count > 0) parts.push({ layer, from: below, to: Math.min(top, height * 8) })
    below = top
  }
  return parts
}

/** One character shows one layer: the lowest, if it begins and ends in this line, as no other line shows it and
 *  failures lie lowest; else the one that fills most of the line, of equal ones the lower. */
function patternedCell(inside: readonly Part[], base: number): string {
  const filled = inside.map(({ from, to }) => Math.min(to, base + 8) - Math.max(from, base))
  const most = Math.max(...filled)
  const [lowest] = inside
  const isShort = lowest !== undefined && lowest.from >= base && lowest.to < base + 8
  const layer = (isShort ? lowest : inside[filled.indexOf(most)])?.layer
  return layer === undefined ? ' ' : styleText(layer.colour, layer.pattern)
}

/** One character shows two layers: the lower one as its block, the upper one as its background. */
function colouredCell(inside: readonly Part[], base: number): string {
  const [lower, upper] = inside
  if (lower === undefined) return ' '
  const glyph = blocks[Math.min(8, lower.to - base)] ?? '█'
  const end = Math.min(8, (inside.at(-1)?.to ?? 0) - base)
  if (upper === undefined || lower.to >= base + 8) return styleText(lower.layer.colour, glyph)
  // above the last layer there is nothing: no background may fill the character
  if (end < 8)
    return styleText(
      lower.to - base >= 4 ? lower.layer.colour : upper.layer.colour,
      blocks[end] ?? '█',
    )
  return coloured(lower.layer.colour, upper.layer.colour, glyph)
}

function coloured(front: Colour, back: Colour, glyph: string): string {
  const text = styleText([front, backgrounds[back]], glyph)
  return text === glyph ? '█' : text // no colours here: the character is full
}

const backgrounds = {
  green: 'bgGreen',
  yellow: 'bgYellow',
  red: 'bgRed',
  magenta: 'bgMagenta',
  cyan: 'bgCyan',
  blue: 'bgBlue',
  gray: 'bgGray',
  white: 'bgWhite',
  blueBright: 'bgBlueBright',
  greenBright: 'bgGreenBright',
  magentaBright: 'bgMagentaBright',
} as const
