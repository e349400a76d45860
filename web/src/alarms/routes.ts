import { createRoute, lazyRouteComponent, type SearchSchemaInput } from '@tanstack/react-router'
import { gatewayRoute } from '../gateways/routes.ts'
import { rootRoute } from '../root-route.ts'
import { type AlarmSearch, readAlarmSearch } from './alarm-scope.ts'

/** Alarms: of one gateway, and of the whole deployment. */
const validateSearch = (raw: Partial<AlarmSearch> & SearchSchemaInput) =>
  readAlarmSearch({ ...raw })

export const deploymentAlarms = createRoute({
  getParentRoute: () => rootRoute,
  path: '/alarms',
  validateSearch,
  component: lazyRouteComponent(() => import('./alarms-page.tsx'), 'DeploymentAlarmsPage'),
})

export const gatewayAlarms = createRoute({
  getParentRoute: () => gatewayRoute,
  path: '/alarms',
  validateSearch,
  component: lazyRouteComponent(() => import('./alarms-page.tsx'), 'GatewayAlarmsPage'),
})
