import { readdirSync, readFileSync } from 'node:fs'

/** CPU seconds and memory of a process and all its descendants, from /proc. */
export interface Usage {
  readonly userSeconds: number
  readonly systemSeconds: number
  readonly residentMebibytes: number
}

/** Clock ticks a second: fixed at 100 in the kernel's interface on every Linux architecture we use. */
const ticksPerSecond = 100
const pageMebibytes = 4_096 / 1_048_576

export function usageOf(rootPid: number): Usage {
  const processes = allProcesses()
  const family = new Set([rootPid])
  // Parents have been listed before their children only by chance, so look until nothing is added.
  for (let size = 0; size !== family.size;) {
    size = family.size
    for (const one of processes) if (family.has(one.parent)) family.add(one.pid)
  }
  let user = 0
  let system = 0
  let pages = 0
  for (const one of processes) {
    if (!family.has(one.pid)) continue
    user += one.userTicks
    system += one.systemTicks
    pages += one.residentPages
  }
  return {
    userSeconds: user / ticksPerSecond,
    systemSeconds: system / ticksPerSecond,
    residentMebibytes: pages * pageMebibytes,
  }
}

/** CPU seconds of the threads of one process whose name begins so. */
export function threadSecondsOf(pid: number, name: string): number {
  const ticks = readdirSync(`/proc/${pid}/task`).map((thread) => {
    const text = readFileSync(`/proc/${pid}/task/${thread}/stat`, 'latin1')
    const end = text.lastIndexOf(')')
    const isMeant = text.slice(text.indexOf('(') + 1, end).startsWith(name)
    const fields = text.slice(end + 2).split(' ')
    return isMeant ? Number(fields[11]) + Number(fields[12]) : 0
  })
  return ticks.reduce((sum, one) => sum + one, 0) / ticksPerSecond
}

interface ProcessLine {
  readonly pid: number
  readonly parent: number
  readonly userTicks: number
  readonly systemTicks: number
  readonly residentPages: number
}

function allProcesses(): readonly ProcessLine[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => processLine(Number(name)))
}

/** Fields of proc_pid_stat(5), counted from the one after the name in parentheses. */
function processLine(pid: number): readonly ProcessLine[] {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1')
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    return [
      {
        pid,
        parent: Number(fields[1]),
        userTicks: Number(fields[11]),
        systemTicks: Number(fields[12]),
        residentPages: Number(fields[21]),
      },
    ]
  } catch {
    return [] // it ended between the listing and the look
  }
}
