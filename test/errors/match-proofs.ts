import type { Proof } from './proof.ts'

/** Addresses that lead nowhere. */
const missing = (key: Proof['key'], how: string, path: string, method = 'GET'): Proof => ({
  key,
  means: 'request',
  how,
  provoke: (lab) => lab.refused({ method, path }),
})

export const matchProofs: readonly Proof[] = [
  missing('gateway_not_found', 'an unknown gateway in the path', '/api/no-such-gateway/prod/x'),
  missing('stage_not_released', 'an unknown stage in the path', '/api/proof/no-such-stage/x'),
  missing('resource_not_found', 'a path that no resource has', '/api/proof/prod/no/such/resource'),
  {
    key: 'method_not_allowed',
    means: 'request',
    how: 'DELETE where only GET is defined',
    prepare: (lab) => lab.resource('method_not_allowed', 'http://127.0.0.1:1', { method: 'GET' }),
    provoke: (lab) => lab.refused({ method: 'DELETE', path: '/method_not_allowed' }),
  },
]
