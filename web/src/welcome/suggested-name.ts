/** A name for the gateway of a backend: what its host is called, as far as names of gateways may be. */
export function suggestedName(url: string): string {
  const host = URL.canParse(url) ? new URL(url).hostname : ''
  const [label = ''] = /^[\d.]+$|^\[|^localhost$/.test(host) ? [] : host.split('.')
  const name = label
    .toLowerCase()
    .replaceAll(/[^a-z0-9-]/g, '-')
    .replace(/^[^a-z]+/, '')
    .slice(0, longest)
    .replace(/-+$/, '')
  return name.length < shortest ? usual : name
}

const shortest = 3
const longest = 30
const usual = 'first-api'
