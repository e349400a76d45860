import { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { type Static, Type } from 'typebox'
import { EngineFailure } from '../../flowlog/engine-process.ts'
import type { Export } from '../../flowlog/exported-bytes.ts'
import { exportFormats, type ExportOrder } from '../../flowlog/record-export.ts'
import type { Caller } from '../caller.ts'
import { ApiProblem } from '../problem.ts'
import { RunningExports } from '../running-exports.ts'
import { answered, filterParameters, listedFilter } from './flow-filter.ts'

/** `/api/v1/flow-records/export`: records as a file. It is sent as fast as it is read, and ends with
 *  the connection. */
export interface RecordExporter {
  /** Ends when `signal` aborts, at whatever it is then. */
  export(order: ExportOrder, signal: AbortSignal): Promise<Export>
}

const query = Type.Object({
  ...filterParameters,
  format: Type.Enum(Object.fromEntries(exportFormats.map((format) => [format, format]))),
})
type Query = Static<typeof query>

export function exportRoutes(app: FastifyInstance, flowLog: RecordExporter): void {
  const exports = new RunningExports() // each keeps a connection, a portion on disk and the log engine busy
  app.route<{ Querystring: Query }>({
    method: 'GET',
    url: '/api/v1/flow-records/export',
    schema: { querystring: query },
    config: {
      access: 'signed-in',
      summary: 'Flow records as a Parquet, CSV or NDJSON file, oldest first.',
      answer: { type: 'text/csv', example: 'time,request_id,gateway\r\n' },
      problems: ['invalid_query', 'question_too_large', 'log_engine_away', 'too_many_exports'],
    },
    handler: async (request, reply) => {
      const leaving = exports.begin(reply.raw)
      const order = orderOf(request.query, request.caller)
      const begin = await begun(flowLog, order, leaving)
      return await reply
        .type(mediaTypes[order.format])
        .header('content-disposition', `attachment; filename="flow-records.${order.format}"`)
        .header('faultline-records', String(begin.records))
        .send(Readable.from(begin.bytes, { objectMode: false }))
    },
  })
}

function orderOf({ format, ...filter }: Query, caller: Caller): ExportOrder {
  return {
    format: exportFormats.find((one) => one === format) ?? 'ndjson', // the schema knows no other
    filter: listedFilter(filter, caller),
  }
}

async function begun(
  flowLog: RecordExporter,
  order: ExportOrder,
  signal: AbortSignal,
): Promise<Export> {
  try {
    return await answered(async () => await flowLog.export(order, signal))
  } catch (error) {
    if (!(error instanceof EngineFailure)) throw error
    throw new ApiProblem('log_engine_away', 'Ask again in a moment.', {}, { cause: error })
  }
}

const mediaTypes = {
  parquet: 'application/vnd.apache.parquet',
  csv: 'text/csv; charset=utf-8; header=present',
  ndjson: 'application/x-ndjson',
} as const
