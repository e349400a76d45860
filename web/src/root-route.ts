import { createRootRoute } from '@tanstack/react-router'
import { ConsoleFrame } from './frame/console-frame.tsx'
import { NoPage } from './frame/no-page.tsx'

/** What stands around every page; each room hangs its own pages below it (`routes.ts` of the room). */
export const rootRoute = createRootRoute({ component: ConsoleFrame, notFoundComponent: NoPage })
