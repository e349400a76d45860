import { Alert, Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import { ask } from '../api/ask.ts'
import { Empty } from '../frame/empty.tsx'
import { Failed } from '../frame/failed.tsx'
import { Loaded } from '../frame/loaded.tsx'
import { gatewayPath } from '../gateways/gateway-path.ts'
import { useMayMaintain } from '../api/rights.ts'
import { ProbeResult } from '../stages/probe-result.tsx'
import { DiffView } from './diff-view.tsx'
import type { Draft } from './draft-answers.ts'
import { FindingList } from './finding-list.tsx'
import type { Preflight } from './preflight.ts'
import { Released, type ReleaseDone } from './released.tsx'
import { ReleaseForm, type ReleaseFormProps } from './release-form.tsx'
import { useTexts } from './texts.ts'
import { useDraft } from './use-draft.ts'

/** From the draft to what callers get: what changes, what a release would break, then the release. */
const route = getRouteApi('/gateways/$gateway/stages/$stage')

export function NextReleasePage(): React.ReactElement {
  const say = useTexts()
  const { gateway, stage } = route.useParams()
  const draft = useDraft(gateway)
  const [done, setDone] = useState<ReleaseDone | undefined>(undefined)
  const [comment, setComment] = useState('') // stays where the draft is looked at anew
  if (done !== undefined) return <Released gateway={gateway} stage={stage} done={done} />
  return (
    <section aria-label={say('lookAndReleaseTo', { stage })}>
      <Loaded of={draft}>
        {({ value, etag }) => {
          const ofStage = value.stages.find((one) => one.stage === stage)
          if (ofStage === undefined) return <Empty>{say('noSuchStage')}</Empty>
          if (ofStage.pending === null) return <Empty>{say('servesAll')}</Empty>
          const words = { comment, setComment }
          return (
            <Steps
              key={etag}
              {...words}
              of={ofStage}
              etag={etag}
              reload={draft.refetch}
              done={setDone}
            />
          )
        }}
      </Loaded>
    </section>
  )
}

interface StepsProps extends Pick<ReleaseFormProps, 'comment' | 'setComment'> {
  readonly of: Draft['stages'][number]
  readonly etag: string
  readonly reload: () => unknown
  readonly done: (done: ReleaseDone) => void
}

function Steps({ of, etag, reload, done, ...words }: StepsProps): React.ReactElement {
  const say = useTexts()
  const { gateway, stage } = route.useParams()
  const mayMaintain = useMayMaintain(gateway)
  const preflight = usePreflight(gateway, stage, etag, mayMaintain)
  return (
    <>
      <h3>{say('stepDiff')}</h3>
      {of.diff === null ? <p>{say(noDiffWords(of))}</p> : <DiffView diff={of.diff} />}
      {mayMaintain ? (
        <>
          <h3>{say('stepChecks')}</h3>
          <div aria-live="polite">
            {preflight.isFetching ? <p>{say('checking')}</p> : null}
            {preflight.error === null ? null : (
              <Failed error={preflight.error} retry={preflight.refetch} />
            )}
            {preflight.data === undefined || preflight.isFetching ? null : (
              <Checked gateway={gateway} found={preflight.data} />
            )}
          </div>
          <Button
            size="xs"
            variant="default"
            disabled={preflight.isFetching}
            onClick={() => void preflight.refetch()}
          >
            {say('checkAgain')}
          </Button>
          <h3>{say('stepRelease')}</h3>
          <ReleaseForm
            {...words}
            gateway={gateway}
            stage={stage}
            etag={etag}
            preflight={preflight.isFetching ? undefined : preflight.data}
            reload={reload}
            done={done}
          />
        </>
      ) : null}
      <p>
        <Link to="/gateways/$gateway/draft" params={{ gateway }}>
          {say('wholeDraft')}
        </Link>
      </p>
    </>
  )
}

function noDiffWords({ pending }: Draft['stages'][number]) {
  if ((pending?.problems ?? 0) > 0) return 'problemsFirst' as const
  return (pending?.documentation ?? 0) > 0 ? ('onlyWords' as const) : ('nothingDifferent' as const)
}

function usePreflight(gateway: string, stage: string, etag: string, isWanted: boolean) {
  const path = gatewayPath(gateway, 'stages', stage, 'preflight')
  return useQuery({
    queryKey: ['preflight', path, etag],
    enabled: isWanted,
    gcTime: 0, // looked at anew by whoever comes back
    queryFn: ({ signal }) => ask<Preflight>(path, { method: 'POST', signal }),
  })
}

function Checked({ gateway, found }: { readonly gateway: string; readonly found: Preflight }) {
  const say = useTexts()
  const isFine = found.findings.every(({ level }) => level === 'info')
  return (
    <>
      {isFine ? (
        <Alert role="status" color="green" my="xs">
          {say(found.hosts === null ? 'allFine' : 'allFineHosts', {
            count: found.hosts?.length ?? 0,
          })}
        </Alert>
      ) : null}
      <FindingList gateway={gateway} findings={found.findings} />
      {found.hosts === null || found.hosts.length === 0 ? null : (
        <details>
          <summary>{say('hostsTried', { count: found.hosts.length })}</summary>
          <ProbeResult hosts={found.hosts} />
        </details>
      )}
    </>
  )
}
