import { readdir, readFile, readlink } from 'node:fs/promises'

/** Which program listens on a port of this machine, as far as this user may see it; undefined where it
 *  cannot be told (another user's, another system than Linux). */
export interface PortHolder {
  readonly pid: number
  readonly program: string
}

export async function portHolder(port: number): Promise<PortHolder | undefined> {
  const tables = await Promise.all(['/proc/net/tcp', '/proc/net/tcp6'].map(textOf))
  const inodes = new Set(tables.flatMap((table) => listeningInodes(table, port)))
  if (inodes.size === 0) return undefined
  for (const pid of (await namesIn('/proc')).filter((name) => /^\d+$/.test(name))) {
    if (!(await holdsOne(pid, inodes))) continue
    const program = (await textOf(`/proc/${pid}/comm`)).trim()
    return { pid: Number(pid), program }
  }
  return undefined
}

/** State 0A is LISTEN; the address is hexadecimal `ADDRESS:PORT` (proc(5)). */
function listeningInodes(table: string, port: number): string[] {
  const wanted = `:${port.toString(16).toUpperCase().padStart(4, '0')}`
  return table.split('\n').flatMap((line) => {
    const [, local = '', , state, , , , , , inode] = line.trim().split(/\s+/)
    return state === '0A' && local.endsWith(wanted) && inode !== undefined ? [inode] : []
  })
}

async function holdsOne(pid: string, inodes: ReadonlySet<string>): Promise<boolean> {
  const folder = `/proc/${pid}/fd`
  for (const name of await namesIn(folder)) {
    const target = await readlink(`${folder}/${name}`).catch(() => '')
    const inode = /^socket:\[(\d+)\]$/.exec(target)?.[1]
    if (inode !== undefined && inodes.has(inode)) return true
  }
  return false
}

async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => [])
}

async function textOf(file: string): Promise<string> {
  return readFile(file, 'utf8').catch(() => '')
}
