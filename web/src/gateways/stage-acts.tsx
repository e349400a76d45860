import { ask, askTagged } from '../api/ask.ts'
import { useChange } from '../api/change.ts'
import { ConfirmedButton } from '../frame/confirmed-button.tsx'
import { NotDone } from '../frame/not-done.tsx'
import { gatewayPath } from './gateway-path.ts'
import { useTexts } from './texts.ts'

/** What takes a stage away from its callers, and away altogether. */
interface StageActProps {
  readonly gateway: string
  readonly stage: string
}

export function Unpublish({ gateway, stage }: StageActProps): React.ReactElement {
  const say = useTexts()
  const change = useChange(
    () => ask(gatewayPath(gateway, 'stages', stage, 'unpublish'), { method: 'POST', body: {} }),
    [gatewayPath(gateway)],
  )
  return (
    <>
      <NotDone error={change.error} />
      <ConfirmedButton
        size="xs"
        question={say('unpublishQuestion', { stage })}
        loading={change.isPending}
        act={() => change.mutate()}
      >
        {say('unpublish')}
      </ConfirmedButton>
    </>
  )
}

/** Only of a stage that is not served; the server refuses others. */
export function RemoveStage({ gateway, stage }: StageActProps): React.ReactElement {
  const say = useTexts()
  const path = gatewayPath(gateway, 'stages', stage)
  const removal = useChange(async () => {
    const { etag } = await askTagged(path)
    return await ask(path, { method: 'DELETE', ifMatch: etag })
  }, [gatewayPath(gateway)])
  return (
    <>
      <NotDone error={removal.error} />
      <ConfirmedButton
        size="xs"
        question={say('removeStageQuestion', { stage })}
        loading={removal.isPending}
        act={() => removal.mutate()}
      >
        {say('removeStage')}
      </ConfirmedButton>
    </>
  )
}
