import '../frame/parts.css'
import { useTranslation } from 'react-i18next'
import { usePages } from '../api/pages.ts'
import { Loaded } from '../frame/loaded.tsx'
import { PageHead } from '../frame/page-head.tsx'
import { useStates } from '../overview/state-words.ts'
import { type Stores, StoreWords } from '../overview/store-words.tsx'
import { DoctorFindings } from './doctor-findings.tsx'
import { useTexts } from './texts.ts'
import { type Worker, WorkerTable } from './worker-table.tsx'

/** The machines that serve: what runs on each, what it serves, what is lost; for administrators. */
interface Node extends Stores {
  readonly node: string
  readonly status: string
  readonly version: string
  readonly publication: { readonly version: number; readonly releases: number }
  readonly workers: readonly Worker[]
  readonly logEngine: { readonly state: string; readonly restarts: number }
  readonly controlPlane: { readonly restarts: number }
  readonly flowLog: { readonly dropped: number; readonly gaps: number }
}

/** A restart takes about that long. */
const refreshMs = 2_000

export function NodesPage(): React.ReactElement {
  const say = useTexts()
  const nodes = usePages<Node>('/nodes', {}, { everyMs: refreshMs })
  return (
    <>
      <PageHead title={say('nodes')} />
      <Loaded of={nodes}>
        {(found) => (
          <>
            {found.map((node) => (
              <OneNode key={node.node} node={node} />
            ))}
            <DoctorFindings />
          </>
        )}
      </Loaded>
    </>
  )
}

function OneNode({ node }: { readonly node: Node }): React.ReactElement {
  const { t } = useTranslation()
  const say = useTexts()
  const states = useStates()
  const { status, version, publication, workers, logEngine, controlPlane, flowLog } = node
  return (
    <section aria-label={node.node}>
      <h2>{node.node}</h2>
      <dl className="conclusion">
        <dt>{t('state')}</dt>
        <dd>{states(status)}</dd>
        <dt>{say('version')}</dt>
        <dd>Faultline {version}</dd>
        <dt>{say('releases')}</dt>
        <dd>{say('releasesOf', { count: publication.releases, version: publication.version })}</dd>
        <dt>{t('logEngine')}</dt>
        <dd>
          {states(logEngine.state)}
          {logEngine.restarts === 0 ? '' : `, ${t('restarts', { count: logEngine.restarts })}`}
        </dd>
        <dt>{say('controlPlane')}</dt>
        <dd>
          {controlPlane.restarts === 0
            ? say('neverRestarted')
            : say('restartCount', { count: controlPlane.restarts })}
        </dd>
        <dt>{t('recordsLost')}</dt>
        <dd>{t('lostAndGaps', { dropped: flowLog.dropped, gaps: flowLog.gaps })}</dd>
        <StoreWords stores={node} />
      </dl>
      <WorkerTable node={node.node} workers={workers} />
    </section>
  )
}
