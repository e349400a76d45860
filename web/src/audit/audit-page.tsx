import '../frame/parts.css'
import './audit.css'
import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { queryText } from '../api/ask.ts'
import { usePages } from '../api/pages.ts'
import { mayMaintain } from '../api/rights.ts'
import { useSession } from '../api/session.ts'
import { Empty } from '../frame/empty.tsx'
import { Loaded } from '../frame/loaded.tsx'
import { More } from '../frame/more.tsx'
import { PageHead } from '../frame/page-head.tsx'
import { AuditFilters } from './audit-filters.tsx'
import { type AuditSearch, auditFilter } from './audit-search.ts'
import { type AuditEntry, AuditTable } from './audit-table.tsx'
import { useTexts } from './texts.ts'

/** Who changed what, of all or of one gateway. */
const ofAll = getRouteApi('/audit')
const ofGateway = getRouteApi('/gateways/$gateway/audit')

export function DeploymentAuditPage(): React.ReactElement {
  const say = useTexts()
  const navigate = ofAll.useNavigate()
  return (
    <>
      <PageHead title={say('audit')} />
      <Audit search={ofAll.useSearch()} go={(search) => void navigate({ search })} />
    </>
  )
}

export function GatewayAuditPage(): React.ReactElement {
  const { t } = useTranslation()
  const say = useTexts()
  const navigate = ofGateway.useNavigate()
  const { gateway } = ofGateway.useParams()
  const search = ofGateway.useSearch()
  const maintains = mayMaintain(useSession(), gateway)
  if (maintains === undefined) return <p aria-live="polite">{t('loading')}</p>
  if (!maintains) return <Empty>{say('maintainersOnly')}</Empty>
  return (
    <Audit
      search={search}
      gateway={gateway}
      go={(next) => void navigate({ search: { ...next, gateway: '' } })}
    />
  )
}

interface AuditProps {
  readonly search: AuditSearch
  /** Of the page; its address says it already. */
  readonly gateway?: string
  readonly go: (search: AuditSearch) => void
}

function Audit({ search, gateway, go }: AuditProps): React.ReactElement {
  const say = useTexts()
  const filter = auditFilter(gateway === undefined ? search : { ...search, gateway })
  const entries = usePages<AuditEntry>('/audit', filter)
  const isFiltered = Object.values(search).some((value) => value !== '')
  return (
    <>
      <AuditFilters key={JSON.stringify(search)} search={search} ofOne={gateway} go={go} />
      <p className="hint">
        {say('hidden')}{' '}
        {(['csv', 'ndjson'] as const).map((format) => (
          <a
            key={format}
            className="export"
            href={`/api/v1/audit/export${queryText({ ...filter, format })}`}
            download={`audit.${format}`}
          >
            {say('export', { format: format.toUpperCase() })}
          </a>
        ))}
      </p>
      <Loaded of={entries}>
        {(found) =>
          found.length === 0 && !entries.hasNextPage ? (
            <Empty>{say(isFiltered ? 'noneFound' : 'nothingYet')}</Empty>
          ) : (
            <AuditTable entries={found} />
          )
        }
      </Loaded>
      <More of={entries} />
    </>
  )
}
