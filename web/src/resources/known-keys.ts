import type { Members } from '../forms/json-path.ts'

/** What the fields of a resource are for. All else of a definition is shown as JSON, and stays as it is. */
const known = new Set([
  'name',
  'method',
  'path',
  'matchSubpath',
  'websocket',
  'auth',
  'backend',
  'timeoutMs',
  'bodyLimitBytes',
  'summary',
  'description',
  'labels',
  'public',
  'allowApply',
  'deprecated',
  'schema',
  'plugins', // on a page of its own, as the document is
  'docs',
])

export function otherKeys(definition: Members): readonly string[] {
  return Object.keys(definition).filter((key) => !known.has(key))
}
