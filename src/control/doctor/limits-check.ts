import { readdir, readFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import type { DoctorFinding } from '../../model/doctor-finding.ts'
import { findingsOf } from '../../model/doctor-finding.ts'

const { ok, note, warning, problem } = findingsOf('limits')

/** What the system lets this process have: files, memory, ports, cores. */
export async function checkLimits(): Promise<DoctorFinding[]> {
  const [files, ports] = await Promise.all([openFiles(), localPorts()])
  return [...files, ...memory(), ...ports, cores()]
}

/** Each caller and each connection to a backend takes a file; the flow log and the console a few. */
const problemFiles = 512
const warningFiles = 4_096
const fullShare = 0.8

async function openFiles(): Promise<DoctorFinding[]> {
  const text = await readFile('/proc/self/limits', 'utf8').catch(() => '')
  const soft = /^Max open files\s+(\S+)/m.exec(text)?.[1]
  if (soft === undefined) return [] // no Linux
  const limit = soft === 'unlimited' ? Number.POSITIVE_INFINITY : Number(soft)
  const used = (await readdir('/proc/self/fd').catch(() => [])).length
  return [openFilesFinding(used, limit)]
}

export function openFilesFinding(used: number, limit: number): DoctorFinding {
  const sentence = [
    `${used} of ${limit} open files are in use.`,
    `已打开 ${used} 个文件，上限 ${limit}。`,
  ] as const
  const advice = [
    'Raise it (ulimit -n, LimitNOFILE= in a systemd unit): each caller and each connection to a backend takes one.',
    '调高上限（ulimit -n，或 systemd 单元的 LimitNOFILE=）：每个调用方和每个后端连接各占一个。',
  ] as const
  if (used > limit * fullShare) return problem('files_used_up', sentence, advice)
  if (limit < problemFiles) return problem('files_limit_low', sentence, advice)
  if (limit < warningFiles) return warning('files_limit_low', sentence, advice)
  return ok('files_limit', sentence)
}

const mib = 1_048_576
/** Main thread, a worker and the log engine at rest take 400 MiB. */
const problemMemoryMib = 256
const warningMemoryMib = 768

function memory(): DoctorFinding[] {
  return [memoryFinding(Math.floor(process.availableMemory() / mib))]
}

export function memoryFinding(availableMib: number): DoctorFinding {
  const sentence = [
    `${availableMib} MiB of memory are available.`,
    `可用内存 ${availableMib} MiB。`,
  ] as const
  const advice = [
    'Give the machine or container more memory: the log engine alone takes up to 600 MiB, a worker 90.',
    '为机器或容器增加内存：日志引擎最多占用 600 MiB，每个工作线程约 90 MiB。',
  ] as const
  if (availableMib < problemMemoryMib) return problem('memory_short', sentence, advice)
  if (availableMib < warningMemoryMib) return warning('memory_short', sentence, advice)
  return ok('memory', sentence)
}

/** A backend that closes each connection can be called at (ports / 60 s) only. */
const fewPorts = 10_000

async function localPorts(): Promise<DoctorFinding[]> {
  const text = await readFile('/proc/sys/net/ipv4/ip_local_port_range', 'utf8').catch(() => '')
  const [first, last] = text.trim().split(/\s+/).map(Number)
  if (first === undefined || last === undefined) return []
  const count = last - first + 1
  if (count >= fewPorts) return []
  return [
    note(
      'local_ports_few',
      [
        `Only ${count} local ports are there for connections to backends.`,
        `连接后端可用的本地端口只有 ${count} 个。`,
      ],
      [
        'sysctl net.ipv4.ip_local_port_range="1024 65535", where backends do not keep connections.',
        '如后端不保持连接：sysctl net.ipv4.ip_local_port_range="1024 65535"。',
      ],
    ),
  ]
}

function cores(): DoctorFinding {
  const count = availableParallelism()
  return ok('cores', [`Cores that may be used: ${count}.`, `可用 CPU 核数：${count}。`])
}
