import './permissions.css'
import { SegmentedControl, Select } from '@mantine/core'
import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { mayMaintain } from '../api/rights.ts'
import { useSession } from '../api/session.ts'
import { GrantList } from './grant-list.tsx'
import { type RequestStatus, requestStatuses } from './permission-answers.ts'
import { RequestList } from './request-list.tsx'
import { useTexts } from './texts.ts'

/** Who may call a gateway, and who would like to. */
const route = getRouteApi('/gateways/$gateway/permissions')

export function PermissionsPage(): React.ReactElement {
  const { t } = useTranslation()
  const say = useTexts()
  const { gateway } = route.useParams()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const maintains = mayMaintain(useSession(), gateway)
  return (
    <>
      <SegmentedControl
        aria-label={say('permissions')}
        data={[
          { value: 'requests', label: say('requests') },
          { value: 'grants', label: say('grants') },
        ]}
        value={search.show}
        onChange={(show) =>
          void navigate({ search: { ...search, show: show === 'grants' ? 'grants' : 'requests' } })
        }
      />
      {search.show === 'grants' ? (
        <GrantList gateway={gateway} maintains={maintains === true} />
      ) : maintains === undefined ? (
        <p aria-live="polite">{t('loading')}</p>
      ) : maintains ? (
        <Requests gateway={gateway} status={search.status} />
      ) : (
        <p>{say('onlyMaintainersDecide')}</p>
      )}
    </>
  )
}

interface RequestsProps {
  readonly gateway: string
  readonly status: RequestStatus | 'all'
}

function Requests({ gateway, status }: RequestsProps): React.ReactElement {
  const say = useTexts()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  return (
    <>
      <Select
        label={say('status')}
        data={(['all', ...requestStatuses] as const).map((value) => ({
          value,
          label: say(value),
        }))}
        value={status}
        allowDeselect={false}
        maw="16rem"
        mt="md"
        onChange={(value) =>
          void navigate({ search: { ...search, status: (value as RequestStatus | null) ?? 'all' } })
        }
      />
      <RequestList
        as="maintainer"
        gateway={gateway}
        {...(status === 'all' ? {} : { status })}
        empty={say(status === 'pending' ? 'nonePending' : 'noneOfStatus')}
      />
    </>
  )
}
