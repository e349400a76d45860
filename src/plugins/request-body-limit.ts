/** Refuses request bodies that are larger than a resource wants. A declared length is checked before
 *  the body is read; the data plane stops a chunked body at the same limit. */
import { Type } from 'typebox'
import { proceed } from '../model/plugin.ts'
import { listedPlugin } from './define-plugin.ts'

/** The old system's upper bound, 32 MiB. */
const mostBytes = 33_554_432

const options = Type.Object(
  {
    max_body_size: Type.Integer({
      minimum: 1,
      maximum: mostBytes,
      'x-unit': 'bytes',
      description: 'Largest request body in bytes, 1 to 33554432.',
    }),
  },
  { additionalProperties: false },
)

export const requestBodyLimit = listedPlugin({
  name: 'request-body-limit',
  refuses: ['body_too_large'],
  merge: 'replaces',
  needsOptionsOnly: true,
  options,
  bind({ max_body_size: limit }) {
    return {
      bodyLimitBytes: limit,
      onRequest({ request: { contentLength: size } }) {
        if (size <= limit) return proceed
        return { kind: 'reject', key: 'body_too_large', facts: { size, limit } }
      },
    }
  },
})
