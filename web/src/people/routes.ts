import { createRoute, lazyRouteComponent, type SearchSchemaInput } from '@tanstack/react-router'
import { rootRoute } from '../root-route.ts'

/** One's own account; users and tokens of services, for administrators. */
const account = createRoute({
  getParentRoute: () => rootRoute,
  path: '/account',
  component: lazyRouteComponent(() => import('./account-page.tsx'), 'AccountPage'),
})

const users = createRoute({
  getParentRoute: () => rootRoute,
  path: '/users',
  validateSearch: (raw: { readonly search?: string } & SearchSchemaInput) => ({
    search: typeof raw.search === 'string' ? raw.search : '',
  }),
  component: lazyRouteComponent(() => import('./users-page.tsx'), 'UsersPage'),
})

const user = createRoute({
  getParentRoute: () => rootRoute,
  path: '/users/$user',
  component: lazyRouteComponent(() => import('./user-page.tsx'), 'UserPage'),
})

export const peoplePages = [account, users, user] as const
