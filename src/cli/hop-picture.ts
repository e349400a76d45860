import { styleText } from 'node:util'
import { type Place, type Station, stationsOf } from '../diagnosis/way-of-request.ts'
import type { Verdict } from '../model/verdict.ts'
import { textWidth } from './text-width.ts'

/** The way of a request as one line, with who answered and where the fault lies below it:
 *
 *      caller ──▶ gateway ──✗ access layer ┄┄▷ service
 *                 answered 502
 *
 *  `isDirect`: there is no gateway on the way. */
export function hopPicture(
  verdict: Verdict,
  status: number,
  language: 'en' | 'zh',
  isDirect = false,
): string[] {
  const words = pictureWords[language]
  const stations = stationsOf(verdict, isDirect)
  const marks = stations.map((station) => markOf(station, status, words))
  let line = ''
  let below = ''
  let spareColumns = 0 // where a mark is wider than its station, the next arrow grows
  for (const [index, station] of stations.entries()) {
    const name = words.stations[station.place]
    const mark = marks[index] ?? ''
    const columns = Math.max(textWidth(name), textWidth(mark))
    if (index > 0) line += arrowTo(station, spareColumns)
    if (index > 0) below += ' '.repeat(arrowColumns)
    line += painted(station, name)
    below += paintedMark(station, mark) + ' '.repeat(columns - textWidth(mark))
    spareColumns = columns - textWidth(name)
  }
  return below.trim() === '' ? [line] : [line, below.trimEnd()]
}

const arrowColumns = 5

function arrowTo(station: Station, spareColumns: number): string {
  const shaft = (dash: string): string => dash.repeat(2 + spareColumns)
  if (station.brokenWay) return styleText(['red', 'bold'], ` ${shaft('─')}✗ `)
  if (station.reached === 'yes') return styleText('green', ` ${shaft('─')}▶ `)
  return styleText('dim', station.reached === 'unknown' ? ` ${shaft('─')}? ` : ` ${shaft('┄')}▷ `)
}

function painted(station: Station, name: string): string {
  if (station.atFault) return styleText(['red', 'bold'], name)
  if (station.answered) return styleText(['cyan', 'bold'], name)
  return station.reached === 'yes' ? name : styleText('dim', name)
}

function paintedMark(station: Station, mark: string): string {
  if (mark.trim() === '') return mark
  return styleText(station.atFault ? 'red' : 'cyan', mark)
}

function markOf(station: Station, status: number, words: PictureWords): string {
  const shown = status > 0 ? ` ${status}` : ''
  const answered = station.answered ? `▲ ${words.answered}${shown}` : ''
  const maybe = station.maybeAnswered ? `? ${words.answered}${shown}` : ''
  const fault = station.atFault ? `✗ ${words.fault}` : ''
  return [answered || maybe, fault].filter((part) => part !== '').join(' ')
}

interface PictureWords {
  readonly stations: Readonly<Record<Place, string>>
  readonly answered: string
  readonly fault: string
}

const pictureWords: Readonly<Record<'en' | 'zh', PictureWords>> = {
  en: {
    stations: {
      caller: 'caller',
      gateway: 'gateway',
      access_layer: 'access layer',
      service: 'service',
    },
    answered: 'answered',
    fault: 'fault',
  },
  zh: {
    stations: { caller: '调用方', gateway: '网关', access_layer: '接入层', service: '服务' },
    answered: '应答',
    fault: '故障',
  },
}
