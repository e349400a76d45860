import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { lockFolder } from './folder-lock.ts'

/** Waits for a control plane whose carrier was killed: it ends as soon as it hears of that, which takes a moment where
 *  it is busy, and holds the data folder and the port of the console until then. */
export async function endOfLastRun(folder: string): Promise<void> {
  const giveUpMs = performance.now() + endingMs
  while ((await hasLostItsCarrier(folder)) && isHeld(folder) && performance.now() < giveUpMs)
    await wait(lookAgainMs)
}

/** The file lies there while Faultline runs, and stays where it is killed. */
async function hasLostItsCarrier(folder: string): Promise<boolean> {
  try {
    const told: unknown = JSON.parse(await readFile(join(folder, 'runtime.json'), 'utf8'))
    const hasPid = typeof told === 'object' && told !== null && 'pid' in told
    return hasPid && !isAlive(Number(told.pid))
  } catch {
    return false // nobody ran, or ended in order
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM' // another user's
  }
}

function isHeld(folder: string): boolean {
  try {
    lockFolder(folder).release()
    return false
  } catch {
    return true
  }
}

/** Longer than anything that keeps a control plane from hearing. What is still there then is told as any other. */
const endingMs = 5_000
const lookAgainMs = 20
