import { styleText } from 'node:util'
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
  const stations = stationsOf(verdict).filter(({ place }) => !(isDirect && place === 'gateway'))
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

type Place = 'caller' | 'gateway' | 'access_layer' | 'service'
const places: readonly Place[] = ['caller', 'gateway', 'access_layer', 'service']

interface Station {
  readonly place: Place
  readonly reached: 'yes' | 'no' | 'unknown'
  readonly answered: boolean
  /** Nobody can tell the last two apart. */
  readonly maybeAnswered: boolean
  readonly atFault: boolean
  /** The way to this station is where it failed. */
  readonly brokenWay: boolean
}

function stationsOf({ responder, fault, key }: Verdict): Station[] {
  const last = lastReached(responder, fault, key)
  // a call that failed on the network never came to the gateway; else the way behind it failed
  const broken = fault === 'network' ? (responder === 'gateway' ? 2 : 1) : -1
  return places.map((place, index) => ({
    place,
    reached:
      index <= last ? 'yes' : responder === 'backend' || key === 'not_explained' ? 'unknown' : 'no',
    answered: responder === place,
    maybeAnswered: responder === 'backend' && index >= 2,
    atFault: faultPlaces[fault] === place,
    brokenWay: index === broken,
  }))
}

const faultPlaces: Readonly<Record<Verdict['fault'], Place | undefined>> = {
  none: undefined,
  client: 'caller',
  gateway: 'gateway',
  network: undefined,
  access_layer: 'access_layer',
  service: 'service',
  unsure: undefined,
}

function lastReached(
  responder: Verdict['responder'],
  fault: Verdict['fault'],
  key: string,
): number {
  if (responder === 'service') return 3
  if (responder === 'access_layer') return 2
  if (responder === 'backend') return 1
  if (responder === 'gateway') return fault === 'service' ? 3 : 1
  return key === 'client_closed' || key === 'worker_lost' ? 1 : 0
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
