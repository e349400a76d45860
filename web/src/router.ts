import { createRouter } from '@tanstack/react-router'
import { appPages } from './apps/routes.ts'
import { cataloguePages } from './catalogue/routes.ts'
import { debugPage } from './debug/routes.ts'
import { gatewayPages, gatewayRoute, gatewaysRoute } from './gateways/routes.ts'
import { firstPages } from './first-pages.ts'
import { approvalsPage, permissionsPage } from './permissions/routes.ts'
import { portalPages } from './portal/routes.ts'
import { rootRoute } from './root-route.ts'

/** The pages by their addresses; what is chosen on a page stands in its address. */
export const router = createRouter({
  routeTree: rootRoute.addChildren([
    ...firstPages,
    gatewaysRoute,
    gatewayRoute.addChildren([...gatewayPages, permissionsPage, debugPage]),
    ...portalPages,
    ...appPages,
    approvalsPage,
    ...cataloguePages,
  ]),
  defaultPreload: 'intent',
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
