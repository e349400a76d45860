import '../frame/parts.css'
import './alarms.css'
import { getRouteApi } from '@tanstack/react-router'
import { useSession } from '../api/session.ts'
import { PageHead } from '../frame/page-head.tsx'
import { useMayMaintain } from '../api/rights.ts'
import { AlarmList } from './alarm-list.tsx'
import type { AlarmScope, AlarmSearch, GoTo } from './alarm-scope.ts'
import { RuleList } from './rule-list.tsx'
import { RulePage } from './rule-page.tsx'
import { useTexts } from './texts.ts'

/** What fired, and by which rules: of the whole deployment or of one gateway. */
const ofAll = getRouteApi('/alarms')
const ofGateway = getRouteApi('/gateways/$gateway/alarms')

export function DeploymentAlarmsPage(): React.ReactElement {
  const say = useTexts()
  const navigate = ofAll.useNavigate()
  const isAdministrator = useSession()?.isAdministrator === true
  const scope = { path: '', gateway: '', mayChange: isAdministrator }
  const go: GoTo = (search) => void navigate({ search: (old) => ({ ...old, ...search }) })
  return (
    <>
      <PageHead title={say('alarmsOfAll')} />
      <Alarms scope={scope} search={ofAll.useSearch()} go={go} />
    </>
  )
}

export function GatewayAlarmsPage(): React.ReactElement {
  const navigate = ofGateway.useNavigate()
  const { gateway } = ofGateway.useParams()
  const mayChange = useMayMaintain(gateway)
  const scope = { path: `/gateways/${encodeURIComponent(gateway)}`, gateway, mayChange }
  const go: GoTo = (search) => void navigate({ search: (old) => ({ ...old, ...search }) })
  return <Alarms scope={scope} search={ofGateway.useSearch()} go={go} />
}

interface AlarmsProps {
  readonly scope: AlarmScope
  readonly search: AlarmSearch
  readonly go: GoTo
}

function Alarms({ scope, search, go }: AlarmsProps): React.ReactElement {
  if (search.rule !== '') return <RulePage scope={scope} rule={search.rule} go={go} />
  return (
    <>
      <AlarmList scope={scope} state={search.state} go={go} />
      <RuleList scope={scope} go={go} />
    </>
  )
}
