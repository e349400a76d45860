import {
  createRoute,
  lazyRouteComponent,
  redirect,
  type SearchSchemaInput,
} from '@tanstack/react-router'
import { DiagnosePage } from './diagnose/diagnose-page.tsx'
import { type FlowSearch, type Period, readFlowSearch, readPeriod } from './flow-log/flow-search.ts'
import { rootRoute } from './root-route.ts'
import { SetPasswordPage, SetUpPage } from './sign-in/link-page.tsx'
import { keptPlace, safePlace } from './sign-in/next-place.ts'
import { SignInPage } from './sign-in/sign-in-page.tsx'

/** From the first visit to the first failing call that is understood. */
const start = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  beforeLoad: () => {
    const place = keptPlace() // an identity provider leads back to here
    if (place !== '') throw redirect({ href: place })
    throw redirect({ to: '/diagnose' }) // the page that needs nobody to sign in
  },
})
const diagnose = createRoute({
  getParentRoute: () => rootRoute,
  path: '/diagnose',
  component: DiagnosePage,
})
const overview = createRoute({
  getParentRoute: () => rootRoute,
  path: '/overview',
  validateSearch: (raw: { readonly period?: Period } & SearchSchemaInput) => ({
    period: readPeriod(raw.period),
  }),
  component: lazyRouteComponent(() => import('./overview/overview-page.tsx'), 'OverviewPage'),
})
const flowLog = createRoute({
  getParentRoute: () => rootRoute,
  path: '/flow-log',
  // links may leave anything out
  validateSearch: (raw: Partial<FlowSearch> & SearchSchemaInput) => readFlowSearch({ ...raw }),
  component: lazyRouteComponent(() => import('./flow-log/flow-log-page.tsx'), 'FlowLogPage'),
})
const request = createRoute({
  getParentRoute: () => rootRoute,
  path: '/r/$id',
  component: lazyRouteComponent(() => import('./request/request-page.tsx'), 'RequestPage'),
})
const signIn = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: (raw: { readonly next?: string } & SearchSchemaInput) => ({
    next: safePlace(raw.next),
  }),
  component: SignInPage,
})
const setUp = createRoute({
  getParentRoute: () => rootRoute,
  path: '/set-up',
  component: SetUpPage,
})
const setPassword = createRoute({
  getParentRoute: () => rootRoute,
  path: '/set-password',
  component: SetPasswordPage,
})

export const firstPages = [
  start,
  diagnose,
  overview,
  flowLog,
  request,
  signIn,
  setUp,
  setPassword,
] as const
