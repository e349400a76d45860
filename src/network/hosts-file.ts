import { isIP } from 'node:net'

/** An address as names resolve to it. */
export interface NameAddress {
  readonly address: string
  readonly family: 4 | 6
}

/** Addresses by lower-case name, in the order of the file (hosts(5)). */
export type HostsTable = ReadonlyMap<string, readonly NameAddress[]>

export function parseHostsFile(text: string): HostsTable {
  const table = new Map<string, NameAddress[]>()
  for (const line of text.split('\n')) {
    const [address = '', ...names] = line.replace(/#.*/, '').trim().split(/\s+/)
    const family = isIP(address)
    if (family === 0) continue
    for (const name of names)
      addTo(table, name.toLowerCase(), { address, family: family === 4 ? 4 : 6 })
  }
  return table
}

function addTo(table: Map<string, NameAddress[]>, name: string, entry: NameAddress): void {
  const known = table.get(name)
  if (known === undefined) table.set(name, [entry])
  else if (!known.some((each) => each.address === entry.address)) known.push(entry)
}
