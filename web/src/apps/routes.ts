import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../root-route.ts'

/** The applications of who is signed in, and what they asked for. */
const apps = createRoute({
  getParentRoute: () => rootRoute,
  path: '/apps',
  component: lazyRouteComponent(() => import('./apps-page.tsx'), 'AppsPage'),
})

const app = createRoute({
  getParentRoute: () => rootRoute,
  path: '/apps/$app',
  component: lazyRouteComponent(() => import('./app-page.tsx'), 'AppPage'),
})

export const appPages = [apps, app] as const
