import { useNavigate } from '@tanstack/react-router'
import { ask, type Tagged } from '../api/ask.ts'
import { useChange } from '../api/change.ts'
import { ConfirmedButton } from '../frame/confirmed-button.tsx'
import { NotDone } from '../frame/not-done.tsx'
import type { Gateway } from './gateway-answers.ts'
import { gatewayPath } from './gateway-path.ts'
import { useTexts } from './texts.ts'

/** Only a gateway that nobody calls any more can be taken away; else it is said what comes first. */
export function RemoveGateway({ read }: { readonly read: Tagged<Gateway> }): React.ReactElement {
  const say = useTexts()
  const navigate = useNavigate()
  const { name, stages } = read.value
  const removal = useChange(async () => {
    await ask(gatewayPath(name), { method: 'DELETE', ifMatch: read.etag })
    await navigate({ to: '/gateways', ignoreBlocker: true })
  }, ['/gateways'])
  return (
    <section className="apart" aria-labelledby="remove-gateway">
      <h2 id="remove-gateway">{say('removeGateway')}</h2>
      <NotDone error={removal.error} showCurrent={removal.readAgain} />
      {stages.length > 0 ? (
        <p>{say('stillServed', { stages: stages.map((stage) => stage.name).join(', ') })}</p>
      ) : (
        <ConfirmedButton
          loading={removal.isPending}
          question={say('removeGatewayQuestion', { name })}
          act={() => removal.mutate()}
        >
          {say('removeGateway')}
        </ConfirmedButton>
      )}
    </section>
  )
}
