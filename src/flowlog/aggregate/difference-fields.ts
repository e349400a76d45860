import { fieldNamed, type QueryField } from '../query/query-field.ts'
import { fieldsOf, type QueryNode } from '../query/query-node.ts'
import { isShown, type RecordScope } from '../record-scope.ts'

/** Fields that may tell what is different about a selection. Where two say the same (a key and its
 *  code), the one that comes first is shown. */
const compared = [
  'key resource app_code client_ip backend backend_host backend_addr',
  'gateway stage release node method http_host http_path bk_username',
  'fault responder owner status backend_status answered_by complete',
  'error_key code_name app_verified backend_scheme backend_method resource_path',
].flatMap((line) => line.split(' '))

/** What follows from a field: that all failures of one key have its status explains nothing. */
const follows: Readonly<Record<string, readonly string[]>> = {
  status: ['code_name', 'backend_status', 'answered_by'],
  backend_status: ['status', 'answered_by'],
  fault: ['responder', 'owner', 'answered_by'],
  responder: ['fault', 'owner', 'answered_by'],
  owner: ['fault', 'responder', 'answered_by'],
  answered_by: ['fault', 'responder', 'owner'],
  complete: ['answered_by'],
  resource: ['resource_path', 'http_path', 'gateway'],
  resource_path: ['resource', 'http_path', 'gateway'],
  http_path: ['resource', 'resource_path', 'gateway', 'stage'],
  backend: ['backend_host', 'backend_addr', 'backend_scheme'],
  backend_host: ['backend', 'backend_addr', 'backend_scheme'],
  backend_addr: ['backend', 'backend_host', 'backend_scheme'],
  method: ['backend_method'],
  backend_method: ['method'],
  release: ['gateway', 'stage'],
  app_code: ['app_verified'],
  attempt_endpoint: ['backend', 'backend_host', 'backend_addr'],
  attempt_address: ['backend', 'backend_host', 'backend_addr'],
  attempt_failure: ['error_key', 'key', 'code_name'],
}

/** A verdict's key decides all of these. */
const outcome = ['key', 'error_key', 'code', 'code_name', 'error', 'fault', 'responder', 'owner']
const ofKey = [...outcome, 'status', 'backend_status', 'answered_by', 'complete']
const keyFields: ReadonlySet<string> = new Set(['key', 'error_key', 'code', 'code_name', 'error'])

/** Without those that the query names, those that follow from them, and those that are not shown. */
export function comparedFields(node: QueryNode, scope: RecordScope | undefined): QueryField[] {
  const left = new Set<string>()
  for (const { name } of fieldsOf(node)) {
    left.add(name)
    for (const other of keyFields.has(name) ? ofKey : (follows[name] ?? [])) left.add(other)
  }
  return compared
    .filter((name) => !left.has(name))
    .map(fieldNamed)
    .filter((field) => field !== undefined)
    .filter((field) => isShown(scope, field))
}
