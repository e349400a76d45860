import { createRoute, lazyRouteComponent, type SearchSchemaInput } from '@tanstack/react-router'
import { gatewayRoute } from '../gateways/routes.ts'

/** The pages of one environment (stage) of a gateway. */
const stageRoute = createRoute({
  getParentRoute: () => gatewayRoute,
  path: '/stages/$stage',
  component: lazyRouteComponent(() => import('./stage-frame.tsx'), 'StageFrame'),
})

const proxy = createRoute({
  getParentRoute: () => stageRoute,
  path: '/',
  validateSearch: (raw: { readonly backend?: string } & SearchSchemaInput) =>
    typeof raw.backend === 'string' ? { backend: raw.backend } : {},
  component: lazyRouteComponent(() => import('./proxy-page.tsx'), 'ProxyPage'),
})

const variables = createRoute({
  getParentRoute: () => stageRoute,
  path: '/variables',
  component: lazyRouteComponent(() => import('./variables-page.tsx'), 'VariablesPage'),
})

const releases = createRoute({
  getParentRoute: () => stageRoute,
  path: '/releases',
  component: lazyRouteComponent(
    () => import('../releases/release-list-page.tsx'),
    'ReleaseListPage',
  ),
})

const release = createRoute({
  getParentRoute: () => stageRoute,
  path: '/releases/$number',
  validateSearch: (raw: { readonly against?: number } & SearchSchemaInput) =>
    typeof raw.against === 'number' ? { against: raw.against } : {},
  component: lazyRouteComponent(() => import('../releases/release-page.tsx'), 'ReleasePage'),
})

const next = createRoute({
  getParentRoute: () => stageRoute,
  path: '/release',
  component: lazyRouteComponent(
    () => import('../releases/next-release-page.tsx'),
    'NextReleasePage',
  ),
})

export const stagePages = stageRoute.addChildren([proxy, variables, releases, release, next])
