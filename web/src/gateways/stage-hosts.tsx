import { HostList } from '../stages/host-list.tsx'
import { hostsIn, type WholeStage } from '../stages/stage-answers.ts'
import { gatewayPath } from './gateway-path.ts'
import { membersOf } from './merge-patch.ts'
import { useTexts } from './texts.ts'
import { usePart } from './use-edited-part.ts'

/** On the card of a stage: where its backends answer, and whether they do. */
interface StageHostsProps {
  readonly gateway: string
  readonly stage: string
}

export function StageHosts({ gateway, stage }: StageHostsProps): React.ReactElement | null {
  const say = useTexts()
  const whole = usePart<WholeStage>(gatewayPath(gateway, 'stages', stage))
  if (whole.data === undefined) return null
  const backends = Object.entries(membersOf(whole.data.value.definition['backends']))
  if (backends.length === 0) return <p className="said">{say('noHostsYet')}</p>
  return (
    <dl className="card-hosts">
      {backends.slice(0, mostShown).map(([name, backend]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <HostList gateway={gateway} stage={stage} hosts={hostsIn(membersOf(backend))} />
          </dd>
        </div>
      ))}
      {backends.length > mostShown ? (
        <div>
          <dt>{say('moreBackends', { count: backends.length - mostShown })}</dt>
        </div>
      ) : null}
    </dl>
  )
}

const mostShown = 4
