import { createRouter } from '@tanstack/react-router'
import { gatewayPages, gatewayRoute, gatewaysRoute } from './gateways/routes.ts'
import { firstPages } from './first-pages.ts'
import { rootRoute } from './root-route.ts'
import { stagePages } from './stages/routes.ts'
import { welcomeRoute } from './welcome/routes.ts'

/** The pages by their addresses; what is chosen on a page stands in its address. */
export const router = createRouter({
  routeTree: rootRoute.addChildren([
    ...firstPages,
    gatewaysRoute,
    welcomeRoute,
    gatewayRoute.addChildren([...gatewayPages, stagePages]),
  ]),
  defaultPreload: 'intent',
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
