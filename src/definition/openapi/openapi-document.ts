import { parseYaml } from '../parse-yaml.ts'
import { DocumentNodes } from './document-nodes.ts'
import type { Refusal } from './import-report.ts'

/** The text of a document, opened: which format it is of and where its parts stand. */
export interface OpenedDocument {
  readonly nodes: DocumentNodes
  /** Such as `OpenAPI 3.1` or `Swagger 2.0`. */
  readonly format: string
  readonly title: string
  /** URLs of the servers, variables put in; the base path and host of Swagger 2 are one. */
  readonly servers: readonly string[]
}

export type Opened =
  | { readonly ok: true; readonly document: OpenedDocument }
  | { readonly ok: false; readonly offset: number; readonly problem: Refusal }

/** Of a title or a URL that is worth reading. */
const longestText = 2_048

export function openDocument(text: string, isOverTime: () => boolean): Opened {
  const parsed = parseYaml(text, isOverTime)
  if (!parsed.ok) return { ok: false, offset: parsed.error.offset, problem: parsed.error }
  const nodes = new DocumentNodes(parsed.document)
  const version = versionOf(nodes)
  if (!version.ok) return version
  const title = nodes.text(nodes.value(nodes.value(nodes.root, 'info'), 'title')) ?? ''
  const isSwagger = version.format === 'Swagger 2.0'
  const servers = isSwagger ? [swaggerServer(nodes)] : serversIn(nodes, nodes.root)
  const shortTitle = oneLine(title).slice(0, longestText)
  return { ok: true, document: { nodes, format: version.format, title: shortTitle, servers } }
}

type Version = { readonly ok: true; readonly format: string } | Extract<Opened, { ok: false }>

function versionOf(nodes: DocumentNodes): Version {
  const { root } = nodes
  const swagger = nodes.member(root, 'swagger')
  const openapi = nodes.member(root, 'openapi')
  const found = swagger ?? openapi
  if (found === undefined) return { ok: false, offset: nodes.startOf(root), problem: noDocument }
  const version = nodes.text(found.value) ?? ''
  if (swagger !== undefined && /^2(?:\.0)?$/.test(version))
    return { ok: true, format: 'Swagger 2.0' }
  const [, minor] = /^3\.([012])(?:\.|$)/.exec(version) ?? []
  if (swagger === undefined && minor !== undefined)
    return { ok: true, format: `OpenAPI 3.${minor}` }
  const message = `${found.key} ${JSON.stringify(version.slice(0, 32))} is not a version that can be read`
  const suggestion =
    'Swagger 2.0 and OpenAPI 3.0, 3.1 and 3.2 can; converters exist for older ones.'
  return { ok: false, offset: found.offset, problem: { message, suggestion } }
}

const noDocument: Refusal = {
  message: 'this is no OpenAPI document: it has no key "openapi" or "swagger"',
  suggestion: 'Such a document begins with `openapi: 3.1.0` or `swagger: "2.0"`.',
}

/** `servers` of a document, a path or an operation. */
export function serversIn(nodes: DocumentNodes, holder: unknown): string[] {
  return nodes.items(nodes.value(holder, 'servers')).flatMap((server) => {
    const url = nodes.text(nodes.value(server, 'url'))
    return url === undefined ? [] : [withDefaults(nodes, url.slice(0, longestText), server)]
  })
}

/** A variable without a default stays as it is, and is refused with the path it stands in. */
function withDefaults(nodes: DocumentNodes, url: string, server: unknown): string {
  const variables = nodes.value(server, 'variables')
  return url.replaceAll(/\{([^{}]*)\}/g, (whole, name: string) => {
    return nodes.text(nodes.value(nodes.value(variables, name), 'default')) ?? whole
  })
}

function swaggerServer(nodes: DocumentNodes): string {
  const text = (key: string) =>
    nodes.text(nodes.value(nodes.root, key))?.slice(0, longestText) ?? ''
  const schemes = nodes.items(nodes.value(nodes.root, 'schemes')).map((node) => nodes.text(node))
  const scheme = schemes.includes('https') || !schemes.includes('http') ? 'https' : 'http'
  const host = text('host')
  const path = text('basePath').replace(/^(?!\/)/, '/')
  return host === '' ? path : `${scheme}://${host}${path}`
}

/** As it can stand in a resource: no line ends, no control characters, no halves of characters. */
export function oneLine(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[\s\p{Cc}]+/gu, ' ')
    .trim()
}
