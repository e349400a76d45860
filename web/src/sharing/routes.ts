import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { gatewayRoute } from '../gateways/routes.ts'
import { rootRoute } from '../root-route.ts'

/** Where links to one record lead, and the links that lead to a gateway's records. */
export const sharedRecord = createRoute({
  getParentRoute: () => rootRoute,
  path: '/shared-record',
  component: lazyRouteComponent(() => import('./shared-record-page.tsx'), 'SharedRecordPage'),
})

export const gatewayShares = createRoute({
  getParentRoute: () => gatewayRoute,
  path: '/shared-records',
  component: lazyRouteComponent(() => import('./shares-page.tsx'), 'SharesPage'),
})
