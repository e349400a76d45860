import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect, type AddressInfo } from 'node:net'
import { test } from 'node:test'
import { managementServer } from '../management-server.ts'
import { processLog } from '../../carrier/process-log.ts'
import { exportRoutes } from './export-routes.ts'

const token = 'a-token-of-this-test-0123456789'

test('an export learns that its caller has left while it is still being planned', async (t) => {
  const { promise: planning, resolve: begin } = Promise.withResolvers<AbortSignal>()
  const quiet = processLog('text', () => undefined)
  const { app } = managementServer(token, quiet)
  t.after(async () => await app.close())
  exportRoutes(app, {
    export: async (_order, signal) => {
      begin(signal)
      await once(signal, 'abort')
      return { records: 0, bytes: noBytes() }
    },
  })
  await app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = app.server.address() as AddressInfo // it listens on a port
  const caller = connect(port, '127.0.0.1')
  caller.write(
    'GET /api/v1/flow-records/export?format=parquet HTTP/1.1\r\n' +
      `Host: localhost\r\nAuthorization: Bearer ${token}\r\n\r\n`,
  )

  const signal = await planning
  const left = once(signal, 'abort')
  caller.destroy()
  await left

  assert.ok(signal.aborted)
})

// oxlint-disable-next-line require-yield -- an export without records
async function* noBytes(): AsyncGenerator<Buffer> {}
