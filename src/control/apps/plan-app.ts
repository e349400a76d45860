import type { ControlState, StoredApp } from '../../definition/control-state.ts'
import type { DetailedChange } from '../../definition/plan-changes.ts'
import type { PermissionRequest } from '../../storage/permission-requests.ts'
import type { PlannedChange } from '../applier.ts'
import { planTaken } from '../permissions/plan-grant.ts'
import { planWithdrawal } from '../permissions/plan-request.ts'
import { ApiProblem } from '../problem.ts'
import { secretIdOf } from './app-view.ts'

/** What people do to applications by the API. A definition file that names one overwrites it. */
export interface PlannedApp extends PlannedChange {
  readonly app: StoredApp
}

export type NewApp = Pick<StoredApp, 'code' | 'owner' | 'description'>

/** As many as one owner can look after; each is sent to every worker. */
const mostAppsOfOwner = 100
/** One that is in use, and the one that takes its place. */
const mostSecrets = 2

/** `by`: the user. `mayTakeAny`: of an administrator. `hadOwner`: there was such an application once. */
export function planCreated(
  state: ControlState,
  { code, owner, description }: NewApp,
  { by, mayTakeAny, hadOwner }: { by: string; mayTakeAny: boolean; hadOwner: boolean },
): PlannedApp {
  if (state.apps.some((one) => one.code === code)) {
    throw new ApiProblem(
      'app_exists',
      `There is an application "${code}" already. Choose another code.`,
    )
  }
  if (!mayTakeAny) {
    refuseReserved(state, code, hadOwner)
    refuseTooMany(state, owner, by)
  }
  const app: StoredApp = {
    code,
    owner,
    description,
    secretHashes: [],
    written: {},
    managedBy: 'api',
    ...(by === '' ? {} : { madeBy: by }),
    madeSecrets: [],
  }
  const apps = [...state.apps, app].toSorted((a, b) => (a.code < b.code ? -1 : 1))
  return { next: { ...state, apps }, details: [detailOf(undefined, app)], app }
}

export function planEdited(
  state: ControlState,
  before: StoredApp,
  edit: Partial<Pick<StoredApp, 'owner' | 'description'>>,
): PlannedApp {
  return planReplaced(state, before, { ...before, ...edit })
}

/** Its permissions go with it, so that nobody who takes the code later has them. */
export function planDeleted(
  state: ControlState,
  app: StoredApp,
  pending: readonly PermissionRequest[],
  withdrawn: Parameters<typeof planWithdrawal>[2],
): PlannedApp {
  const grants = planTaken(
    state,
    state.granted.filter(({ grant }) => grant.app === app.code),
  )
  const requests = pending.map((request) => planWithdrawal(state, request, withdrawn))
  const apps = state.apps.filter((one) => one !== app)
  return {
    next: { ...grants.next, apps },
    details: [
      ...requests.flatMap(({ details }) => details),
      ...grants.details,
      detailOf(app, undefined),
    ],
    requests: requests.flatMap((planned) => planned.requests ?? []),
    app,
  }
}

/** `hash` is the SHA-256 of a secret that its owner is shown once. */
export function planSecretMade(
  state: ControlState,
  before: StoredApp,
  made: { readonly hash: string; readonly atMs: number },
): PlannedApp {
  if (before.secretHashes.length >= mostSecrets) {
    throw new ApiProblem(
      'two_secrets',
      'An application has two secrets at most: one in use, and the one that takes its place. Delete one first.',
    )
  }
  return planReplaced(state, before, {
    ...before,
    secretHashes: [...before.secretHashes, made.hash],
    madeSecrets: [...(before.madeSecrets ?? []), made],
  })
}

export function planSecretDeleted(state: ControlState, before: StoredApp, id: string): PlannedApp {
  const gone = before.secretHashes.find((hash) => secretIdOf(hash) === id)
  if (gone === undefined) throw new ApiProblem('not_found', 'The application has no such secret.')
  return planReplaced(state, before, {
    ...before,
    secretHashes: before.secretHashes.filter((hash) => hash !== gone),
    madeSecrets: (before.madeSecrets ?? []).filter(({ hash }) => hash !== gone),
  })
}

export function appOf({ apps }: ControlState, code: string): StoredApp {
  const app = apps.find((one) => one.code === code)
  if (app !== undefined) return app
  throw new ApiProblem('not_found', 'There is no application of this code that is yours.')
}

/** Whoever takes a code calls as it: with what gateways grant it already, and with what is recorded of it. */
function refuseReserved(
  { gateways, granted }: ControlState,
  code: string,
  hadOwner: boolean,
): void {
  const grants = [...gateways.flatMap((one) => one.grants), ...granted.map(({ grant }) => grant)]
  if (!hadOwner && !grants.some(({ app }) => app === code)) return
  throw new ApiProblem(
    'app_exists',
    `The code "${code}" was given before, or a gateway grants it something already. Choose another, or ask an administrator to create it.`,
  )
}

/** Whoever makes one may name any owner, so those that a person made count too, whosever they are. */
function refuseTooMany({ apps }: ControlState, owner: string, by: string): void {
  const made = apps.filter(({ managedBy }) => managedBy === 'api')
  const owned = made.filter((one) => one.owner === owner).length
  const byThem = made.filter(({ madeBy }) => madeBy === by).length
  if (Math.max(owned, byThem) < mostAppsOfOwner) return
  const who = owned < mostAppsOfOwner ? `You made ${byThem}` : `"${owner}" has ${owned}`
  throw new ApiProblem(
    'too_many_apps',
    `${who} applications. Delete some, or ask an administrator to create it.`,
  )
}

function planReplaced(state: ControlState, before: StoredApp, app: StoredApp): PlannedApp {
  const apps = state.apps.map((one) => (one === before ? app : one))
  return { next: { ...state, apps }, details: [detailOf(before, app)], app }
}

function detailOf(before: StoredApp | undefined, after: StoredApp | undefined): DetailedChange {
  return {
    kind: 'app',
    path: `apps/${(after ?? before)?.code ?? ''}`,
    action: before === undefined ? 'create' : after === undefined ? 'delete' : 'update',
    before: audited(before),
    after: audited(after),
  }
}

function audited(app: StoredApp | undefined): unknown {
  if (app === undefined) return undefined
  const { code, owner, description, secretHashes, managedBy = 'file' } = app
  return { code, owner, description, managedBy, secretIds: secretHashes.map(secretIdOf) }
}
