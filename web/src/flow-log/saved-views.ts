/** Queries that somebody keeps by a name, in this browser. */
export interface SavedView {
  readonly name: string
  readonly query: string
}

const place = 'faultline-flow-log-views'
const mostViews = 50

export function savedViews(): readonly SavedView[] {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(place) ?? '[]')
    return Array.isArray(found) ? found.filter(isView) : []
  } catch {
    return [] // somebody else's, or cut off
  }
}

/** Replaces the one of the same name. The newest stand first. */
export function saveView(view: SavedView): readonly SavedView[] {
  const others = savedViews().filter(({ name }) => name !== view.name)
  return keep([view, ...others].slice(0, mostViews))
}

export function removeView(name: string): readonly SavedView[] {
  return keep(savedViews().filter((view) => view.name !== name))
}

function keep(views: readonly SavedView[]): readonly SavedView[] {
  localStorage.setItem(place, JSON.stringify(views))
  return views
}

function isView(value: unknown): value is SavedView {
  return (
    typeof value === 'object' &&
    value !== null &&
    'name' in value &&
    typeof value.name === 'string' &&
    'query' in value &&
    typeof value.query === 'string'
  )
}
