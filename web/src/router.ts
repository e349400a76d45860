import { createRouter } from '@tanstack/react-router'
import { gatewayPages, gatewayRoute, gatewaysRoute } from './gateways/routes.ts'
import { firstPages } from './first-pages.ts'
import { resourcePages } from './resources/routes.ts'
import { rootRoute } from './root-route.ts'

/** The pages by their addresses; what is chosen on a page stands in its address. */
export const router = createRouter({
  routeTree: rootRoute.addChildren([
    ...firstPages,
    gatewaysRoute,
    gatewayRoute.addChildren([...gatewayPages, ...resourcePages]),
  ]),
  defaultPreload: 'intent',
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
