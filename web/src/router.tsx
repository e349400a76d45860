import {
  createRootRoute,
  createRoute,
  createRouter,
  redirect,
  type SearchSchemaInput,
} from '@tanstack/react-router'
import { lazy } from 'react'
import { useTranslation } from 'react-i18next'
import { DiagnosePage } from './diagnose/diagnose-page.tsx'
import { type FlowSearch, type Period, readFlowSearch, readPeriod } from './flow-log/flow-search.ts'
import { ConsoleFrame } from './frame/console-frame.tsx'
import { LinkPage } from './sign-in/link-page.tsx'
import { SignInPage } from './sign-in/sign-in-page.tsx'

/** The pages by their addresses; what is chosen on a page stands in its address. */
const FlowLogPage = lazy(async () => {
  const { FlowLogPage: page } = await import('./flow-log/flow-log-page.tsx')
  return { default: page }
})
const RequestPage = lazy(async () => {
  const { RequestPage: page } = await import('./request/request-page.tsx')
  return { default: page }
})
const OverviewPage = lazy(async () => {
  const { OverviewPage: page } = await import('./overview/overview-page.tsx')
  return { default: page }
})

const root = createRootRoute({ component: ConsoleFrame, notFoundComponent: NoPage })
const start = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/diagnose' }) // the page that needs nobody to sign in
  },
})
const diagnose = createRoute({
  getParentRoute: () => root,
  path: '/diagnose',
  component: DiagnosePage,
})
const overview = createRoute({
  getParentRoute: () => root,
  path: '/overview',
  validateSearch: (raw: { readonly period?: Period } & SearchSchemaInput) => ({
    period: readPeriod(raw.period),
  }),
  component: OverviewPage,
})
const flowLog = createRoute({
  getParentRoute: () => root,
  path: '/flow-log',
  // links may leave anything out
  validateSearch: (raw: Partial<FlowSearch> & SearchSchemaInput) => readFlowSearch({ ...raw }),
  component: FlowLogPage,
})
const request = createRoute({
  getParentRoute: () => root,
  path: '/r/$id',
  component: RequestPage,
})
const signIn = createRoute({ getParentRoute: () => root, path: '/sign-in', component: SignInPage })

const setUp = createRoute({
  getParentRoute: () => root,
  path: '/set-up',
  component: () => <LinkPage kind="set-up" />,
})
const setPassword = createRoute({
  getParentRoute: () => root,
  path: '/set-password',
  component: () => <LinkPage kind="password" />,
})

export const router = createRouter({
  routeTree: root.addChildren([
    start,
    diagnose,
    overview,
    flowLog,
    request,
    signIn,
    setUp,
    setPassword,
  ]),
  defaultPreload: 'intent',
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}

function NoPage(): React.ReactElement {
  const { t } = useTranslation()
  return <p>{t('notFound')}</p>
}
