import { createRoute, lazyRouteComponent, type SearchSchemaInput } from '@tanstack/react-router'
import { gatewayRoute } from '../gateways/routes.ts'
import { rootRoute } from '../root-route.ts'
import { type RequestStatus, requestStatuses } from './permission-answers.ts'

/** Who may call what: decided for one gateway, or for all that one maintains. */
interface PermissionSearch {
  readonly show: 'requests' | 'grants'
  readonly status: RequestStatus | 'all'
  readonly app: string
}

export const permissionsPage = createRoute({
  getParentRoute: () => gatewayRoute,
  path: '/permissions',
  validateSearch: (raw: Partial<PermissionSearch> & SearchSchemaInput): PermissionSearch => ({
    show: raw.show === 'grants' ? 'grants' : 'requests',
    status: statusIn(raw.status),
    app: typeof raw.app === 'string' ? raw.app : '',
  }),
  component: lazyRouteComponent(() => import('./permissions-page.tsx'), 'PermissionsPage'),
})

export const approvalsPage = createRoute({
  getParentRoute: () => rootRoute,
  path: '/approvals',
  component: lazyRouteComponent(() => import('./approvals-page.tsx'), 'ApprovalsPage'),
})

function statusIn(value: unknown): RequestStatus | 'all' {
  if (value === 'all') return 'all'
  return requestStatuses.find((status) => status === value) ?? 'pending'
}
