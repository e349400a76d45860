import type { RecordScope } from '../flowlog/record-scope.ts'
import type { FlowRecord } from '../model/flow-record.ts'
import type { Caller } from './caller.ts'

/** Which flow records a caller may see: an administrator all, maintainers and viewers those of their
 *  gateways, the owner of an application its calls, without what is behind the gateway. A call counts as
 *  an application's where the caller named it, proved or not: that its secret was wrong is what an
 *  owner wants to know. */
export function scopeOf(caller: Caller, gateway: string | undefined): RecordScope | undefined {
  if (caller.isAdministrator) return undefined
  // where one gateway is asked about that may be viewed, nothing of it is hidden
  if (gateway !== undefined && caller.mayView(gateway)) return { gateways: [gateway], apps: [] }
  const gateways = gateway === undefined ? caller.gatewaysInView() : []
  return { gateways, apps: caller.ownedApps() }
}

/** How a caller sees one record; undefined: not at all. */
export function viewOf(caller: Caller, record: FlowRecord): 'full' | 'caller' | undefined {
  if (caller.isAdministrator || caller.mayView(record.gateway)) return 'full'
  return record.app_code !== '' && caller.owns(record.app_code) ? 'caller' : undefined
}
