/** A JSON schema of an API document as rows of a table. Schemas come from people and may go in circles, lead nowhere
 *  or be no schemas at all: each of them becomes a row that says so, and never an endless table. */
export interface SchemaRow {
  /** Where it stands, like `items[].id`: no two rows have the same. */
  readonly place: string
  readonly depth: number
  readonly name: string
  readonly type: string
  readonly isRequired: boolean
  readonly description: string
  /** What else is said: `enum`, `default`, `format`, bounds, an example. */
  readonly facts: readonly (readonly [name: string, value: string])[]
  /** Why nothing of it stands below. */
  readonly ends: '' | 'circular' | 'deep' | 'missing' | 'long'
}

export type References = Readonly<Record<string, unknown>>
export type Part = Readonly<Record<string, unknown>>

/** Deeper ones nobody reads in a table. */
const mostDepth = 8
/** A page with more of them is slow, and no help. */
const mostRows = 400

export function schemaRows(schema: unknown, references: References): SchemaRow[] {
  const rows: SchemaRow[] = []
  const walk: Walk = { references, rows }
  addRow(walk, { schema, name: '', place: '', depth: 0, isRequired: false, above: [] })
  return rows
}

interface Walk {
  readonly references: References
  readonly rows: SchemaRow[]
}

interface Node {
  readonly schema: unknown
  readonly name: string
  readonly place: string
  readonly depth: number
  readonly isRequired: boolean
  /** The references that led here. */
  readonly above: readonly string[]
}

function addRow(walk: Walk, node: Node): void {
  const { rows, references } = walk
  if (rows.length >= mostRows) return
  const { name, place, depth, isRequired, above } = node
  const { part, names, ends } = resolved(node.schema, references, above)
  const children = ends === '' ? childrenOf(part, references) : []
  const isFull = rows.length === mostRows - 1
  const isDeep = depth >= mostDepth && children.length > 0
  rows.push({
    place,
    depth,
    name,
    type: typeOf(part, names),
    isRequired,
    description: textOf(part['description']),
    facts: factsOf(part),
    ends: isFull ? 'long' : isDeep ? 'deep' : ends,
  })
  if (isDeep) return
  for (const child of children) {
    addRow(walk, {
      ...child,
      place: `${place}${place === '' || child.name.startsWith('[') ? '' : '.'}${child.name}`,
      depth: depth + 1,
      above: [...above, ...names],
    })
  }
}

interface Resolved {
  readonly part: Part
  /** The references on the way to it. */
  readonly names: readonly string[]
  readonly ends: SchemaRow['ends']
}

/** What a `$ref` stands for; `{}` where it leads back to what is above it, or nowhere. */
export function resolved(
  schema: unknown,
  references: References,
  above: readonly string[] = [],
): Resolved {
  const names: string[] = []
  let part = partOf(schema)
  while (typeof part['$ref'] === 'string') {
    const reference = part['$ref']
    const isKnown = names.includes(reference) || above.includes(reference)
    names.push(reference)
    if (isKnown) return { part: {}, names, ends: 'circular' }
    if (!Object.hasOwn(references, reference)) return { part: {}, names, ends: 'missing' }
    part = partOf(references[reference])
  }
  return { part, names, ends: '' }
}

type Child = Pick<Node, 'schema' | 'name' | 'isRequired'>

function childrenOf(part: Part, references: References): Child[] {
  const required = listOf(part['required'])
  const properties = Object.entries(partOf(part['properties'])).map(([name, schema]) => {
    return { schema, name, isRequired: required.includes(name) }
  })
  const others = part['additionalProperties']
  const named = (name: string) => (schema: unknown, at: number) => {
    return { schema, name: `${name} ${at + 1}`, isRequired: false }
  }
  return [
    ...properties,
    ...mergedOf(part, references),
    ...(isPart(others) ? [{ schema: others, name: '*', isRequired: false }] : []),
    ...(isPart(part['items']) ? [{ schema: part['items'], name: '[]', isRequired: false }] : []),
    ...listOf(part['oneOf']).map(named('oneOf')),
    ...listOf(part['anyOf']).map(named('anyOf')),
  ]
}

/** The properties of all parts of `allOf`, as if they stood in one. */
function mergedOf(part: Part, references: References): Child[] {
  return listOf(part['allOf']).flatMap((one) => {
    const { part: inner, ends } = resolved(one, references)
    return ends === '' && inner !== part && !Object.hasOwn(inner, 'allOf')
      ? childrenOf(inner, references)
      : [{ schema: one, name: 'allOf', isRequired: false }]
  })
}

function typeOf(part: Part, names: readonly string[]): string {
  const [last = ''] = names.slice(-1)
  const name = last.slice(last.lastIndexOf('/') + 1)
  const types = [part['type']].flat().filter((type) => typeof type === 'string')
  const type = types.length > 0 ? types.join(' | ') : impliedType(part)
  return [name, type].filter((word) => word !== '').join(': ')
}

function impliedType(part: Part): string {
  if (isPart(part['properties']) || Array.isArray(part['allOf'])) return 'object'
  return isPart(part['items']) ? 'array' : ''
}

const factNames = [
  'format',
  'enum',
  'const',
  'default',
  'example',
  'minimum',
  'maximum',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'pattern',
  'nullable',
  'deprecated',
  'readOnly',
  'writeOnly',
] as const

function factsOf(part: Part): [string, string][] {
  return factNames
    .filter((name) => part[name] !== undefined && part[name] !== false)
    .map((name) => [name, factText(part[name])])
}

const mostFactCharacters = 300

function factText(value: unknown): string {
  const text = Array.isArray(value) ? value.map(plain).join(', ') : plain(value)
  return text.length > mostFactCharacters ? `${text.slice(0, mostFactCharacters)} …` : text
}

function plain(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
}

function isPart(value: unknown): value is Part {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function partOf(value: unknown): Part {
  return isPart(value) ? value : {}
}

export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}
