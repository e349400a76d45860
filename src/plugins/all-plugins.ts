/** Every plugin, in the one order in which they run. */
import type { Plugin } from '../model/plugin.ts'
import { appAuth } from './app-auth.ts'
import { backendIdentity } from './backend-identity.ts'
import { concurrencyLimit } from './concurrency-limit.ts'
import { cors } from './cors.ts'
import { headerRewrite } from './header-rewrite.ts'
import { ipRestriction } from './ip-restriction.ts'
import { mock } from './mock.ts'
import { permission } from './permission.ts'
import { rateLimit } from './rate-limit.ts'
import { recursionGuard } from './recursion-guard.ts'
import { requestBodyLimit } from './request-body-limit.ts'
import { sensitiveRemoval } from './sensitive-removal.ts'
import { stageGlobalRateLimit } from './stage-global-rate-limit.ts'
import { userAuth } from './user-auth.ts'

/** Cheap refusals first; preflights before anything that asks for credentials, which browsers do not
 *  send with them; permission before the limits, so that a refusal spends no quota; what changes the
 *  request for the backend last. */
export const allPlugins: readonly Plugin[] = [
  recursionGuard,
  cors,
  ipRestriction,
  requestBodyLimit,
  appAuth,
  userAuth,
  permission,
  concurrencyLimit,
  rateLimit,
  stageGlobalRateLimit,
  sensitiveRemoval,
  backendIdentity,
  headerRewrite,
  mock,
]
