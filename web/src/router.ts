import { createRouter } from '@tanstack/react-router'
import { deploymentAlarms, gatewayAlarms } from './alarms/routes.ts'
import { deploymentAudit, gatewayAudit } from './audit/routes.ts'
import { gatewayPages, gatewayRoute, gatewaysRoute } from './gateways/routes.ts'
import { firstPages } from './first-pages.ts'
import { nodePages } from './nodes/routes.ts'
import { peoplePages } from './people/routes.ts'
import { resourcePages } from './resources/routes.ts'
import { appPages } from './apps/routes.ts'
import { cataloguePages } from './catalogue/routes.ts'
import { debugPage } from './debug/routes.ts'
import { approvalsPage, permissionsPage } from './permissions/routes.ts'
import { portalPages } from './portal/routes.ts'
import { rootRoute } from './root-route.ts'
import { stagePages } from './stages/routes.ts'
import { welcomeRoute } from './welcome/routes.ts'
import { gatewayShares, sharedRecord } from './sharing/routes.ts'

/** The pages by their addresses; what is chosen on a page stands in its address. */
export const router = createRouter({
  routeTree: rootRoute.addChildren([
    ...firstPages,
    ...peoplePages,
    ...nodePages,
    deploymentAlarms,
    deploymentAudit,
    sharedRecord,
    gatewaysRoute,
    welcomeRoute,
    gatewayRoute.addChildren([
      ...gatewayPages,
      stagePages,
      ...resourcePages,
      permissionsPage,
      debugPage,
      gatewayAlarms,
      gatewayAudit,
      gatewayShares,
    ]),
    ...portalPages,
    ...appPages,
    approvalsPage,
    ...cataloguePages,
  ]),
  defaultPreload: 'intent',
  // a page of another gateway begins anew: what was typed or done in one is not shown in the next
  defaultRemountDeps: ({ params }) => params,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
