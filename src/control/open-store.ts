import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type ControlState, emptyState } from '../definition/control-state.ts'
import { releaseHash } from '../definition/release-content.ts'
import type { Settings } from '../settings.ts'
import type { ControlDatabase } from '../storage/control-database.ts'
import { ControlStore, lookInto } from '../storage/control-store.ts'
import { requireNoHalfRestore } from '../storage/restore-backup.ts'
import { openSqlite } from '../storage/sqlite-database.ts'
import { StateFile } from '../storage/state-file.ts'
import type { ProcessLog } from '../carrier/process-log.ts'
import { controlChange } from './state-change.ts'
import { stateOf, stateProblem } from './stored-state.ts'

/** The control store that the settings name, and the state in it. */
export interface KeptState {
  readonly store: ControlStore
  /** What was kept last. */
  readonly state: ControlState
}

const databaseFile = 'control.db'

export async function openStore(
  { database }: Pick<Settings, 'database'>,
  folder: string,
  log: ProcessLog,
  cleanUp: AsyncDisposableStack,
): Promise<KeptState> {
  requireNoHalfRestore(folder)
  const store = await ControlStore.open(
    database === '' ? openSqlite(join(folder, databaseFile)) : await postgresAt(database),
  )
  cleanUp.defer(() => store.close())
  const { copy, hadPrepared } = store
  if (copy !== '') log.info('the database was copied before its tables were changed', { copy })
  if (hadPrepared) {
    log.warn(
      'the server ended during a change, which was not kept: what was served before is served',
    )
  }
  return { store, state: await storedState(store, join(folder, 'state.json'), log) }
}

/** A state file of an earlier version is taken over once. */
async function storedState(
  store: ControlStore,
  stateFile: string,
  log: ProcessLog,
): Promise<ControlState> {
  const file = new StateFile<ControlState>(stateFile, stateProblem)
  const found = store.isEmpty ? await file.load() : undefined
  if (found !== undefined) await takeOver(store, found)
  if (existsSync(stateFile)) {
    await file.setAside() // also where an earlier start ended before it came to this
    log.info('the state file is in the database now', { kept: `${stateFile}.taken-over` })
  }
  return stateOf(await store.load())
}

/** The hash is made anew: the file may have been edited, or be of a version that hashed otherwise. */
async function takeOver(store: ControlStore, found: ControlState): Promise<void> {
  const gateways = found.gateways.map((gateway) => ({
    ...gateway,
    stages: gateway.stages.map((stage) => {
      const release = { ...stage.release, hash: releaseHash(stage.release) }
      return { ...stage, release }
    }),
  }))
  const change = controlChange({
    before: emptyState(),
    next: { ...emptyState(), ...found, gateways },
    details: [],
    author: { actor: 'state.json', address: '' },
    comment: '',
    releasedBy: 'take-over',
  })
  await (await store.prepare(change)).commit()
}

/** Without changing anything: for a look from outside. undefined: nothing was ever kept. */
export async function lookAtState({
  data,
  database,
}: Pick<Settings, 'data' | 'database'>): Promise<ControlState | undefined> {
  const path = join(data, databaseFile)
  if (database === '' && !existsSync(path)) {
    const file = new StateFile<ControlState>(join(data, 'state.json'), stateProblem)
    const found = await file.load()
    return found === undefined ? undefined : { ...emptyState(), ...found }
  }
  const opened: ControlDatabase =
    database === '' ? openSqlite(path, { readOnly: true }) : await postgresAt(database)
  try {
    const found = await lookInto(opened)
    return found === undefined ? undefined : stateOf(found)
  } finally {
    await opened.close()
  }
}

/** Its packages are loaded only where they are used. */
async function postgresAt(database: string): Promise<ControlDatabase> {
  return (await import('../storage/postgres-database.ts')).openPostgres(database)
}
