import { Button } from '@mantine/core'
import { When } from '../frame/when.tsx'
import { NotDone } from '../frame/not-done.tsx'
import { useMayMaintain } from '../api/rights.ts'
import { ProbeResult } from './probe-result.tsx'
import type { WholeStage } from './stage-answers.ts'
import { useTexts } from './texts.ts'
import { useProbe } from './use-probe.ts'

/** "Probe now": are the hosts there, do they speak what is configured, for how long is their certificate good. */
interface ProbeSectionProps {
  readonly gateway: string
  readonly stage: WholeStage
}

export function ProbeSection({ gateway, stage }: ProbeSectionProps): React.ReactElement | null {
  const say = useTexts()
  const mayMaintain = useMayMaintain(gateway)
  // what is edited and not released is tried as it is edited
  const isDraft = stage.release === null || stage.pending !== null
  const probe = useProbe(gateway, stage.name, isDraft ? 'draft' : 'live')
  if (!mayMaintain) return null
  return (
    <section aria-label={say('probe')} className="probe">
      <Button variant="default" loading={probe.isFetching} onClick={() => void probe.refetch()}>
        {say('probeNow')}
      </Button>{' '}
      <span className="said" aria-live="polite">
        {probe.isFetching ? say('probing') : null}
        {probe.data === undefined || probe.isFetching ? null : (
          <>
            {say(probe.data.of === 'draft' ? 'probedDraft' : 'probedLive')}{' '}
            <When time={probe.data.atMs} />
            {probe.data.hosts.length === 0 ? ` ${say('nothingProbed')}` : ''}
            {probe.data.leftOut === 0
              ? ''
              : ` ${say('leftOutHosts', { count: probe.data.leftOut })}`}
          </>
        )}
        {probe.data === undefined && !probe.isFetching ? say('probeWords') : null}
      </span>
      <NotDone error={probe.error} />
      {probe.data === undefined || probe.isFetching ? null : (
        <ProbeResult hosts={probe.data.hosts} />
      )}
    </section>
  )
}
