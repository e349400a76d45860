/** Stops a request that came back to the gateway it came from: every gateway on the way adds its id
 *  to X-Bkapi-Instance-Id, and one that finds its own id there refuses. */
import { instanceField } from '../model/answer-marks.ts'
import { fieldValue, headerLine } from '../model/header-edits.ts'
import { proceed, type Outcome } from '../model/plugin.ts'
import { builtInPlugin } from './define-plugin.ts'

const lowerName = instanceField.toLowerCase()

export const recursionGuard = builtInPlugin({
  name: 'recursion-guard',
  refuses: ['recursive_request'],
  bind(_, { instanceId }) {
    const ownLine = headerLine(instanceField, instanceId)
    const loop: Outcome = { kind: 'reject', key: 'recursive_request', facts: {} }
    return {
      onRequest({ request, toBackend }) {
        const passed = request.header(lowerName)
        if (passed === undefined) {
          toBackend.header.addRendered(ownLine)
          return proceed
        }
        if (passed.split(',').some((id) => id.trim() === instanceId)) return loop
        toBackend.header.set(instanceField, listWith(passed, instanceId))
        return proceed
      },
    }
  },
})

/** Ids of other gateways are kept; what could not have been written by one is not passed on. */
function listWith(passed: string, instanceId: string): string {
  return fieldValue.test(passed) && passed !== '' ? `${passed}, ${instanceId}` : instanceId
}
