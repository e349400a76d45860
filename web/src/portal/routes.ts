import { createRoute, lazyRouteComponent, type SearchSchemaInput } from '@tanstack/react-router'
import { addressText } from '../frame/address-text.ts'
import { rootRoute } from '../root-route.ts'

/** API documents: all gateways, one of them, one resource. */
const docs = createRoute({
  getParentRoute: () => rootRoute,
  path: '/docs',
  validateSearch: (raw: { readonly search?: string } & SearchSchemaInput) => ({
    search: addressText(raw.search),
  }),
  component: lazyRouteComponent(() => import('./docs-page.tsx'), 'DocsPage'),
})

interface ResourceFilter {
  readonly stage?: string
  readonly label?: string
  readonly search?: string
}

const docsGateway = createRoute({
  getParentRoute: () => rootRoute,
  path: '/docs/$gateway',
  validateSearch: (raw: ResourceFilter & SearchSchemaInput) => ({
    stage: addressText(raw.stage),
    label: addressText(raw.label),
    search: addressText(raw.search),
  }),
  component: lazyRouteComponent(() => import('./docs-gateway-page.tsx'), 'DocsGatewayPage'),
})

const docsResource = createRoute({
  getParentRoute: () => rootRoute,
  path: '/docs/$gateway/$resource',
  validateSearch: (raw: { readonly stage?: string } & SearchSchemaInput) => ({
    stage: addressText(raw.stage),
  }),
  component: lazyRouteComponent(() => import('./docs-resource-page.tsx'), 'DocsResourcePage'),
})

export const portalPages = [docs, docsGateway, docsResource] as const
