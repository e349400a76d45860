import { execFileSync } from 'node:child_process'
import { chownSync, globSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Client } from 'pg'
import { temporaryFolder, type Owner } from './clean-up.ts'
import { freePort, startProgram } from './program.ts'

/** A PostgreSQL of its own in a temporary folder on a free loopback port. */
export interface PostgresServer {
  /** A new, empty database. */
  newDatabase(): Promise<string>
  /** An address that the server refuses. */
  readonly wrongPassword: string
  /** At once: the polite signal waits for its clients. */
  stop(): Promise<void>
}

export const postgresPassword = 'a-password-that-nobody-may-see'

export async function startPostgres(owner: Owner): Promise<PostgresServer> {
  const folder = temporaryFolder()
  const port = await freePort()
  const [binaries = ''] = globSync('/usr/lib/postgresql/*/bin').toSorted().toReversed()
  const passwordFile = join(folder, 'password')
  writeFileSync(passwordFile, postgresPassword)
  const unprivileged = asUnprivileged([folder, passwordFile])
  const data = join(folder, 'data')
  const initialise = ['-D', data, '-U', 'faultline', '-A', 'scram-sha-256', '--locale=C.UTF-8']
  const initdb = [join(binaries, 'initdb'), ...initialise, '--no-sync', `--pwfile=${passwordFile}`]
  execFileSync(env, [...unprivileged, ...initdb], { cwd: folder, stdio: 'ignore' })
  const settings = ['-h', '127.0.0.1', '-p', String(port), '-k', folder, '-c', 'fsync=off']
  const bound = unprivileged.length === 0 ? [] : boundToParent // a change of the user loosened it
  const postgres = [...bound, join(binaries, 'postgres'), '-D', data, ...settings]
  const program = startProgram(owner, env, [...unprivileged, ...postgres], { folder })
  await program.said(/ready to accept connections/)
  const stop = async (): Promise<void> => {
    program.child.kill('SIGINT')
    await program.ended
  }
  owner.after(stop)
  const addressOf = (name: string, password: string): string =>
    `postgres://faultline:${password}@127.0.0.1:${port}/${name}`
  let count = 0
  return {
    wrongPassword: addressOf('postgres', 'not-the-password'),
    stop,
    newDatabase: async () => {
      const name = `test_${++count}`
      const client = new Client(addressOf('postgres', postgresPassword))
      await client.connect()
      await client.query(`create database ${name}`)
      await client.end()
      return addressOf(name, postgresPassword)
    },
  }
}

const env = '/usr/bin/env' // runs what follows
const boundToParent = ['/usr/bin/setpriv', '--pdeathsig', 'KILL']

/** PostgreSQL refuses to run as root; Debian's package brings a user for it. */
function asUnprivileged(paths: readonly string[]): readonly string[] {
  if (process.getuid?.() !== 0) return []
  const idOf = (flag: string): number =>
    Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }))
  for (const path of paths) chownSync(path, idOf('-u'), idOf('-g'))
  return ['/usr/bin/setpriv', '--reuid=postgres', '--regid=postgres', '--clear-groups']
}
