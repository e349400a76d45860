import { createRoute, lazyRouteComponent, type SearchSchemaInput } from '@tanstack/react-router'
import { rootRoute } from '../root-route.ts'

/** The pages of gateways. Each page of one gateway hangs below `gatewayRoute`, which shows its name and parts. */
export const gatewaysRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/gateways',
  validateSearch: (raw: { readonly search?: string } & SearchSchemaInput) => ({
    search: typeof raw.search === 'string' ? raw.search : '',
  }),
  component: lazyRouteComponent(() => import('./gateways-page.tsx'), 'GatewaysPage'),
})

export const gatewayRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/gateways/$gateway',
  component: lazyRouteComponent(() => import('./gateway-frame.tsx'), 'GatewayFrame'),
})

const environments = createRoute({
  getParentRoute: () => gatewayRoute,
  path: '/',
  component: lazyRouteComponent(() => import('./environments-page.tsx'), 'EnvironmentsPage'),
})

const backends = createRoute({
  getParentRoute: () => gatewayRoute,
  path: '/backends',
  component: lazyRouteComponent(() => import('./backends-page.tsx'), 'BackendsPage'),
})

const draft = createRoute({
  getParentRoute: () => gatewayRoute,
  path: '/draft',
  component: lazyRouteComponent(() => import('../releases/draft-page.tsx'), 'DraftPage'),
})

const people = createRoute({
  getParentRoute: () => gatewayRoute,
  path: '/people',
  component: lazyRouteComponent(() => import('./people-page.tsx'), 'PeoplePage'),
})

export const gatewayPages = [environments, backends, draft, people] as const
