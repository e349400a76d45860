/** Where a part of a definition is edited: the page that a problem or finding leads to. '' where none is. */
export function placeOf(gateway: string, path: string): string {
  const [part = '', place = ''] = path.split(' ')
  const [kind = '', name = '', within = '', inner = ''] = part.split('/')
  const base = `/gateways/${encodeURIComponent(gateway)}`
  if (name === '') return ''
  if (kind === 'resources') return `${base}/resources/${encodeURIComponent(name)}`
  if (kind === 'backends') return `${base}/backends`
  if (kind !== 'stages') return ''
  const stage = `${base}/stages/${encodeURIComponent(name)}`
  const words = within === '' ? place.split('.') : [within, inner]
  const [member = '', of = ''] = words
  if (member === 'variables') return `${stage}/variables`
  if (member.startsWith('plugins')) return `${stage}/plugins`
  return member === 'backends' && of !== '' ? `${stage}?backend=${encodeURIComponent(of)}` : stage
}

/** Of what a preflight says: a conflict is settled in the draft, whatever part it is about. */
export function placeOfFinding(gateway: string, key: string, path: string): string {
  return key === 'draft_outdated'
    ? `/gateways/${encodeURIComponent(gateway)}/draft`
    : placeOf(gateway, path)
}
