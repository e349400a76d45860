import { createRoute, lazyRouteComponent, type SearchSchemaInput } from '@tanstack/react-router'
import { gatewayRoute } from '../gateways/routes.ts'
import { type ListSearch, readListSearch } from './list-search.ts'

/** The resources of a gateway: the list, one of them, a new one, and many from an OpenAPI document. */
const list = createRoute({
  getParentRoute: () => gatewayRoute,
  path: '/resources',
  validateSearch: (raw: Partial<ListSearch> & SearchSchemaInput) => readListSearch({ ...raw }),
  component: lazyRouteComponent(() => import('./resources-page.tsx'), 'ResourcesPage'),
})

/** Not below `/resources`: one may be called `new`. */
const creation = createRoute({
  getParentRoute: () => gatewayRoute,
  path: '/new-resource',
  component: lazyRouteComponent(() => import('./new-resource-page.tsx'), 'NewResourcePage'),
})

const imported = createRoute({
  getParentRoute: () => gatewayRoute,
  path: '/import',
  component: lazyRouteComponent(() => import('./import-page.tsx'), 'ImportPage'),
})

const resource = createRoute({
  getParentRoute: () => gatewayRoute,
  path: '/resources/$resource',
  component: lazyRouteComponent(() => import('./resource-frame.tsx'), 'ResourceFrame'),
})

const definition = createRoute({
  getParentRoute: () => resource,
  path: '/',
  component: lazyRouteComponent(() => import('./definition-page.tsx'), 'DefinitionPage'),
})

const document = createRoute({
  getParentRoute: () => resource,
  path: '/document',
  component: lazyRouteComponent(() => import('./document-page.tsx'), 'DocumentPage'),
})

const plugins = createRoute({
  getParentRoute: () => resource,
  path: '/plugins',
  component: lazyRouteComponent(
    () => import('../plugins/resource-plugins-page.tsx'),
    'ResourcePluginsPage',
  ),
})

const stagePlugins = createRoute({
  getParentRoute: () => gatewayRoute,
  path: '/stages/$stage/plugins',
  component: lazyRouteComponent(
    () => import('../plugins/stage-plugins-page.tsx'),
    'StagePluginsPage',
  ),
})

export const resourcePages = [
  list,
  creation,
  imported,
  stagePlugins,
  resource.addChildren([definition, document, plugins]),
] as const
