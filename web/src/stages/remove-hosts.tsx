import { ask, type Tagged } from '../api/ask.ts'
import { useChange } from '../api/change.ts'
import { ConfirmedButton } from '../frame/confirmed-button.tsx'
import { NotDone } from '../frame/not-done.tsx'
import { gatewayPath } from '../gateways/gateway-path.ts'
import { useTexts } from './texts.ts'

/** A backend that is not reached in this environment any more. */
interface RemoveHostsProps {
  readonly gateway: string
  readonly stage: string
  readonly backend: string
  readonly path: string
  readonly read: Tagged<unknown>
}

export function RemoveHosts(props: RemoveHostsProps): React.ReactElement {
  const { gateway, stage, backend, path, read } = props
  const say = useTexts()
  const removal = useChange(
    () => ask(path, { method: 'DELETE', ifMatch: read.etag }),
    [gatewayPath(gateway)],
  )
  return (
    <div className="apart">
      <NotDone error={removal.error} showCurrent={removal.readAgain} />
      <ConfirmedButton
        size="xs"
        loading={removal.isPending}
        question={say('removeHostsQuestion', { backend, stage })}
        act={() => removal.mutate()}
      >
        {say('removeHosts')}
      </ConfirmedButton>
    </div>
  )
}
