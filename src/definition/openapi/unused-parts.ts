import { bkResourceKey } from './bk-resource.ts'
import type { DocumentNodes } from './document-nodes.ts'
import type { ReportWriter } from './import-report.ts'
import type { OpenedDocument } from './openapi-document.ts'
import type { FoundOperation } from './path-items.ts'

/** What an operation that is taken says, and what the gateway makes no use of. */
export function noteOperation(
  { node, offset, path }: FoundOperation,
  renamed: ReadonlyMap<string, string>,
  nodes: DocumentNodes,
  report: ReportWriter,
): void {
  if (path.includes('#')) report.warn('fragments', offset, path)
  const [variable] = renamed
  if (variable !== undefined) {
    report.warn('renamedVariables', offset, `{${variable[0]}} of ${path} is {${variable[1]}}`)
  }
  const has = (key: string) => nodes.member(node, key) !== undefined
  if (has('parameters') || has('requestBody') || has('responses')) report.warn('schemas', offset)
  if (has('callbacks')) report.warn('callbacks', offset)
  if (has('security') && !has(bkResourceKey)) report.warn('security', offset)
  for (const { key, offset: place } of nodes.members(node)) {
    if (key.startsWith('x-') && key !== bkResourceKey) report.warn('extensions', place, key)
  }
}

export function noteDocument({ nodes, servers }: OpenedDocument, report: ReportWriter): void {
  const at = (key: string) => nodes.member(nodes.root, key)
  const security = at('security') ?? at('securityDefinitions')
  if (security !== undefined) report.warn('security', security.offset)
  if (servers.length > 1) report.warn('servers', at('servers')?.offset ?? 0, '', servers.length)
  const webhooks = at('webhooks')
  const count = nodes.members(webhooks?.value).length
  if (webhooks !== undefined && count > 0) report.warn('webhooks', webhooks.offset, '', count)
  for (const { key, offset } of nodes.members(nodes.root)) {
    if (key.startsWith('x-')) report.warn('extensions', offset, key)
  }
}
