import { useSession } from '../api/session.ts'
import { useTexts } from './texts.ts'
import { useGateway } from './use-gateway.ts'
import { useMayMaintain } from '../api/rights.ts'

/** Why there is nothing to press: who may change it. Nothing for those who may. */
export function OnlyLooking({ gateway }: { readonly gateway: string }): React.ReactElement | null {
  const say = useTexts()
  const session = useSession()
  const mayMaintain = useMayMaintain(gateway)
  const maintainers = useGateway(gateway).data?.value.maintainers ?? []
  if (session === undefined || mayMaintain) return null
  const names = maintainers.length === 0 ? say('administrators') : maintainers.join(', ')
  return <p className="only-looking">{say('onlyLooking', { names })}</p>
}
