import type { AnsweredBy } from '../../model/flow-record.ts'
import type { Fault, Owner, Responder } from '../../model/attribution.ts'
import { errorKeys } from '../../model/error-table.ts'
import { verdictOnlyKeys } from '../../model/verdict-keys.ts'

/** Fields that hold one of a closed list: another value in a query is a mistake, and said to be one. */
export const closedValues: Readonly<Record<string, readonly string[]>> = {
  fault: listed<Fault>({
    none: 1,
    client: 1,
    gateway: 1,
    network: 1,
    access_layer: 1,
    service: 1,
    unsure: 1,
  }),
  owner: listed<Owner>({ nobody: 1, caller: 1, publisher: 1, backend: 1, operator: 1 }),
  responder: listed<Responder>({ gateway: 1, access_layer: 1, service: 1, backend: 1, none: 1 }),
  answered_by: listed<AnsweredBy>({ gateway: 1, mock: 1, preflight: 1, backend: 1, none: 1 }),
  key: [...errorKeys, ...verdictOnlyKeys].toSorted(),
}

/** Fields that hold mostly one of these: proposed while a query is written. */
export const usualValues: Readonly<Record<string, readonly string[]>> = {
  ...closedValues,
  error_key: [...errorKeys].toSorted(),
  attempt_failure: [...errorKeys].toSorted(),
  method: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'],
  backend_method: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'],
  backend_scheme: ['http', 'https'],
  status: [
    '200',
    '2xx',
    '4xx',
    '5xx',
    '400',
    '401',
    '403',
    '404',
    '429',
    '499',
    '500',
    '502',
    '503',
    '504',
  ],
  backend_status: ['200', '2xx', '4xx', '5xx', '404', '500', '502', '503', '504'],
}

/** The compiler sees to it that none is missing. */
function listed<Value extends string>(values: Readonly<Record<Value, 1>>): readonly string[] {
  return Object.keys(values)
}
