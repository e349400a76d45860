import { useTranslation } from 'react-i18next'
import { type Station, stationsOf } from '../../../src/diagnosis/way-of-request.ts'
import type { Verdict } from '../../../src/model/verdict.ts'
import { lookOf } from './fault-looks.ts'

/** The way of a request: caller, gateway, access layer, service; where it failed and who answered. A list,
 *  so that it can be heard as well as seen. */
interface WayPictureProps {
  readonly verdict: Verdict
  readonly status: number
  readonly isDirect: boolean
}

export function WayPicture({ verdict, status, isDirect }: WayPictureProps): React.ReactElement {
  const { t } = useTranslation()
  return (
    <ol className="way" aria-label={t('theWay')}>
      {stationsOf(verdict, isDirect).map((station) => (
        <StationItem key={station.place} station={station} verdict={verdict} status={status} />
      ))}
    </ol>
  )
}

interface StationItemProps {
  readonly station: Station
  readonly verdict: Verdict
  readonly status: number
}

function StationItem({ station, verdict, status }: StationItemProps): React.ReactElement {
  const { t } = useTranslation()
  const { place, reached, answered, maybeAnswered, atFault, brokenWay } = station
  const { color } = lookOf(verdict.fault)
  const reach = { yes: 'reached', no: 'notReached', unknown: 'notKnown' } as const
  const said = [
    ...(answered ? [`${t('answered')}${status > 0 ? ` ${status}` : ''}`] : []),
    ...(maybeAnswered ? [`? ${t('answered')}${status > 0 ? ` ${status}` : ''}`] : []),
    ...(atFault ? [t('faultHere')] : []),
    ...(brokenWay ? [t('wayBroken')] : []),
  ]
  return (
    <li
      className="station"
      data-reached={reached}
      data-fault={atFault || undefined}
      data-broken={brokenWay || undefined}
      // a variable of console.css, which React's type does not know
      style={atFault || brokenWay ? ({ '--fault-color': color } as React.CSSProperties) : undefined}
    >
      <span className="station-name">{t(place)}</span>
      <span className="station-said">{said.length > 0 ? said.join(', ') : t(reach[reached])}</span>
    </li>
  )
}
