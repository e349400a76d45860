import { Link } from '@tanstack/react-router'
import { usePages } from '../api/pages.ts'
import { useSession } from '../api/session.ts'
import type { Gateway } from './gateway-answers.ts'
import { useTexts } from './texts.ts'

/** Where to begin, for who may make a gateway while there is none. */
export function FirstGateway(): React.ReactElement | null {
  const say = useTexts()
  const session = useSession()
  const gateways = usePages<Gateway>('/gateways')
  if (session?.mayCreateGateways !== true || gateways.data?.length !== 0) return null
  return (
    <p>
      {say('beginHere')} <Link to="/welcome">{say('firstGateway')}</Link>
    </p>
  )
}
