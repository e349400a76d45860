import { createRoute, lazyRouteComponent, type SearchSchemaInput } from '@tanstack/react-router'
import { addressText } from '../frame/address-text.ts'
import { gatewayRoute } from '../gateways/routes.ts'

/** Online debugging: a link may name the resource to begin with, or a call of the history. */
interface DebugSearch {
  readonly call?: string
  readonly stage?: string
  readonly resource?: string
}

export const debugPage = createRoute({
  getParentRoute: () => gatewayRoute,
  path: '/debug',
  validateSearch: (raw: DebugSearch & SearchSchemaInput) => ({
    call: addressText(raw.call),
    stage: addressText(raw.stage),
    resource: addressText(raw.resource),
  }),
  component: lazyRouteComponent(() => import('./debug-page.tsx'), 'DebugPage'),
})
