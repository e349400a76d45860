/** What is done with many resources at once, as `POST …/resources/batch` takes it. */
export type BatchAct =
  | { readonly kind: 'addLabels' | 'removeLabels'; readonly labels: readonly string[] }
  | { readonly kind: 'backend'; readonly backend: string }
  | { readonly kind: 'public'; readonly isPublic: boolean }
  | { readonly kind: 'delete' }

export function batchBody(names: readonly string[], act: BatchAct): object {
  switch (act.kind) {
    case 'delete':
      return { names, delete: true }
    case 'backend':
      return { names, patch: { backend: { name: act.backend } } }
    case 'public':
      return { names, patch: publicPatch(act.isPublic) }
    case 'addLabels':
    case 'removeLabels':
      return { names, [act.kind]: act.labels }
  }
}

/** Who is not shown cannot be applied for; null: as usual. */
function publicPatch(isPublic: boolean): object {
  return isPublic ? { public: null } : { public: false, allowApply: null }
}

/** What a kind of change begins with. `backends`: those that there are; not each gateway has a `default`. */
export function firstAct(kind: string, backends: readonly string[]): BatchAct {
  if (kind === 'delete') return { kind }
  if (kind === 'backend') {
    return { kind, backend: backends.find((name) => name === 'default') ?? backends[0] ?? '' }
  }
  if (kind === 'public') return { kind, isPublic: true }
  return { kind: kind === 'removeLabels' ? kind : 'addLabels', labels: [] }
}
