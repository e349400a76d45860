import { type DoctorCheck, type DoctorFinding, lookAtAll } from '../../model/doctor-finding.ts'
import { checkCertificates } from './certificates-check.ts'
import { checkClock } from './clock-check.ts'
import { checkDisk } from './disk-check.ts'
import type { ExaminedPlace } from './examined-place.ts'
import { checkLimits } from './limits-check.ts'
import { checkFlowLog } from './log-check.ts'
import { checkNames } from './names-check.ts'
import { checkSettings } from './settings-check.ts'
import { checkStores } from './stores-check.ts'
import { checkVersions } from './versions-check.ts'
import { checkWorkers } from './workers-check.ts'

/** Everything that `faultline doctor` looks at where the gateway runs, all at once. */
export async function examine(place: ExaminedPlace): Promise<readonly DoctorFinding[]> {
  const checks: readonly DoctorCheck[] = [
    { group: 'server', look: async () => checkWorkers(place) },
    { group: 'settings', look: async () => checkSettings(place) },
    { group: 'versions', look: () => checkVersions(place) },
    { group: 'clock', look: () => checkClock(place) },
    { group: 'disk', look: () => checkDisk(place) },
    { group: 'limits', look: () => checkLimits() },
    { group: 'names', look: () => checkNames(place) },
    { group: 'certificates', look: () => checkCertificates(place) },
    { group: 'stores', look: () => checkStores(place) },
    { group: 'log', look: () => checkFlowLog(place) },
  ]
  return await lookAtAll(checks, checkLimitMs)
}

/** The command promises an answer within 5 s. */
const checkLimitMs = 3_000
