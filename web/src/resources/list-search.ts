/** What the list of resources is looked through by: it stands in the address, so a link shows the same. */
export interface ListSearch {
  readonly search: string
  readonly method: string
  readonly backend: string
  readonly label: string
  /** Only what the draft changes. */
  readonly changed: boolean
}

export function readListSearch(raw: Readonly<Record<string, unknown>>): ListSearch {
  const text = (name: string): string => {
    const value = raw[name]
    // the router reads `?label=7` as a number
    return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
  }
  return {
    search: text('search'),
    method: text('method'),
    backend: text('backend'),
    label: text('label'),
    changed: raw['changed'] === true,
  }
}

/** As the management API takes it: what is not asked for is left out. */
export function filterOf({ changed, ...texts }: ListSearch): Readonly<Record<string, string>> {
  return { ...texts, changed: changed ? 'true' : '' }
}

export function isFiltered({ changed, ...texts }: ListSearch): boolean {
  return changed || Object.values(texts).some((text) => text !== '')
}

export const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'ANY'] as const
