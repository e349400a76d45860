import { createRoute, lazyRouteComponent, type SearchSchemaInput } from '@tanstack/react-router'
import { gatewayRoute } from '../gateways/routes.ts'
import { rootRoute } from '../root-route.ts'
import { type AuditSearch, readAuditSearch } from './audit-search.ts'

/** Who changed what: everywhere, and in one gateway. */
const validateSearch = (raw: Partial<AuditSearch> & SearchSchemaInput) =>
  readAuditSearch({ ...raw })

export const deploymentAudit = createRoute({
  getParentRoute: () => rootRoute,
  path: '/audit',
  validateSearch,
  component: lazyRouteComponent(() => import('./audit-page.tsx'), 'DeploymentAuditPage'),
})

export const gatewayAudit = createRoute({
  getParentRoute: () => gatewayRoute,
  path: '/audit',
  validateSearch,
  component: lazyRouteComponent(() => import('./audit-page.tsx'), 'GatewayAuditPage'),
})
