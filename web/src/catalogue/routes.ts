import { createRoute, lazyRouteComponent, type SearchSchemaInput } from '@tanstack/react-router'
import { addressText } from '../frame/address-text.ts'
import { rootRoute } from '../root-route.ts'

/** The catalogue of errors. The server sends its text in the same pages, for who has no script. */
interface CatalogueSearch {
  readonly search?: string
  /** Of links in answers; the console has read it by then. */
  readonly lang?: string
}

const errors = createRoute({
  getParentRoute: () => rootRoute,
  path: '/errors',
  validateSearch: (raw: CatalogueSearch & SearchSchemaInput) => ({
    search: addressText(raw.search),
  }),
  component: lazyRouteComponent(() => import('./error-list-page.tsx'), 'ErrorListPage'),
})

const error = createRoute({
  getParentRoute: () => rootRoute,
  path: '/errors/$key',
  component: lazyRouteComponent(() => import('./error-page.tsx'), 'ErrorPage'),
})

export const cataloguePages = [errors, error] as const
