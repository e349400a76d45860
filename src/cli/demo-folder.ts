import { mkdtempSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Where `faultline demo` keeps its data, so that the other commands find its token by themselves: a
 *  first `faultline why` must not fail for a variable that nobody has set. */
export function newDemoFolder(): string {
  return mkdtempSync(join(tmpdir(), folderPrefix))
}

const folderPrefix = 'faultline-demo-'

/** The data folder of the demo that runs on this port of this machine, undefined where none does. */
export function runningDemoFolder(consolePort: string): string | undefined {
  const folders = readdirSync(tmpdir()).filter((name) => name.startsWith(folderPrefix))
  return folders.map((name) => join(tmpdir(), name)).find((folder) => isOf(folder, consolePort))
}

/** A folder of somebody else in the shared temporary folder is not believed. */
function isOf(folder: string, consolePort: string): boolean {
  try {
    if (statSync(folder).uid !== process.getuid?.()) return false
    const running: unknown = JSON.parse(readFileSync(join(folder, 'runtime.json'), 'utf8'))
    if (typeof running !== 'object' || running === null) return false
    if (!('console' in running) || !('pid' in running)) return false
    return new URL(String(running.console)).port === consolePort && isAlive(Number(running.pid))
  } catch {
    return false // another program's folder, or a demo that is starting or ending
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
