import { hostname } from 'node:os'
import { classify } from '../diagnosis/diagnose.ts'
import type { FlowLog } from '../flowlog/flow-log.ts'
import { openFlowLog } from '../flowlog/open-flow-log.ts'
import { NameResolver } from '../network/resolver.ts'
import type { Settings } from '../settings.ts'
import { type DataFolder, openDataFolder, randomToken } from '../storage/data-folder.ts'
import { endOfLastRun } from '../storage/last-run.ts'
import { KeyFolder } from '../storage/key-folder.ts'
import type { CarrierLink } from './carrier-link.ts'
import { keepHashKey } from './keyed-hash.ts'
import { requireFree } from './listen-check.ts'
import { type KeptState, openStore } from './open-store.ts'
import { processLog, type ProcessLog } from '../carrier/process-log.ts'
import type { ServerParts } from './server-parts.ts'
import { readTlsFiles } from './tls-files.ts'

/** Everything that must be there before the first worker starts, or is told what to serve: free ports, the data folder with its
 *  token and keys, the flow log. Each thing that is opened is handed to `cleanUp` at once. */
export interface Foundation extends KeptState {
  readonly settings: Settings
  readonly parts: ServerParts
  readonly log: ProcessLog
  readonly folder: DataFolder
  readonly token: string
  /** This start made the token: it is shown once. */
  readonly isNewToken: boolean
  readonly instanceId: string
  /** What secrets that sign webhooks are made of. */
  readonly notificationKey: string
  readonly keys: KeyFolder
  readonly link: CarrierLink
  readonly spoolFolder: string
  readonly flowLog: FlowLog
  readonly resolver: NameResolver
  /** Of the first start. */
  readonly tls: { readonly cert: string; readonly key: string } | undefined
}

export async function layFoundation(
  settings: Settings,
  parts: ServerParts,
  link: CarrierLink,
  cleanUp: AsyncDisposableStack,
): Promise<Foundation> {
  const log = processLog(settings.log)
  const tls = link.hello.carried === undefined ? await whatWorkersNeed(settings) : undefined
  const folder = await openDataFolder(settings.data)
  cleanUp.defer(() => folder.release())
  const notificationKey = await folder.keep('notification-key', randomToken)
  keepHashKey(notificationKey.text) // what the store takes over is told by it already
  const kept = await openStore(settings, folder.path, log, cleanUp)
  const token = await managementToken(settings, folder)
  const instanceId = await folder.keep('instance-id', randomToken)
  const resolver = resolverOf(settings)
  cleanUp.defer(() => resolver.close())
  const spoolFolder = folder.fileAt('spool')
  const flowLog = await flowLogAt(folder, link, settings, parts, log)
  cleanUp.defer(() => flowLog.close())
  return {
    settings,
    parts,
    log,
    folder,
    token: token.text,
    isNewToken: token.isNew,
    instanceId: instanceId.text,
    notificationKey: notificationKey.text,
    ...kept,
    keys: new KeyFolder(folder.fileAt('keys')),
    link,
    spoolFolder,
    flowLog,
    resolver,
    tls,
  }
}

/** Where workers run already they have both. */
async function whatWorkersNeed(settings: Settings): Promise<Foundation['tls']> {
  await endOfLastRun(settings.data)
  await requireFree('--listen', settings.listen)
  await requireFree('--console', settings.console)
  return await readTlsFiles(settings.tlsCertificate, settings.tlsKey)
}

async function flowLogAt(
  folder: DataFolder,
  link: CarrierLink,
  settings: Settings,
  parts: ServerParts,
  log: ProcessLog,
): Promise<FlowLog> {
  return await openFlowLog({
    dataFolder: folder.path,
    spoolFolder: folder.fileAt('spool'),
    rings: () => link.counts.rings,
    goesOnFrom: link.hello.carried?.conclusions,
    onReport: (report) => link.concluded(report),
    onEngine: (processId) => link.engineStarted(processId),
    log,
    engineFile: parts.engineFile,
    engineEnvironment: parts.engineEnvironment,
    classify,
    engine: {
      retainDays: settings.retainDays,
      retainBytes: settings.retainMib * 1_024 * 1_024,
      retainStatisticsDays: settings.retainStatisticsDays,
    },
  })
}

/** A chosen token replaces the one of the folder and is not kept. */
async function managementToken(
  settings: Settings,
  folder: DataFolder,
): Promise<{ text: string; isNew: boolean }> {
  if (settings.adminToken !== '') return { text: settings.adminToken, isNew: false }
  return await folder.keep('admin-token', randomToken)
}

function resolverOf({ nameServers }: Settings): NameResolver {
  return new NameResolver(nameServers.length === 0 ? {} : { servers: [...nameServers] })
}

/** Where callers find the help of an error, unless the operator said so: the console's address, and
 *  the host's name where that is every address. */
export function helpAddress({ publicConsoleUrl }: Settings, consoleUrl: string): string {
  if (publicConsoleUrl !== '') return publicConsoleUrl
  const url = new URL(consoleUrl)
  if (url.hostname === '0.0.0.0' || url.hostname === '[::]') url.hostname = hostname()
  return url.origin
}
