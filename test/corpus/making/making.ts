import { spawn } from 'node:child_process'
import type { Lab } from './lab.ts'

/** One text to be made, with the answers that a careful expert could defend from it. */
export interface Making {
  readonly family: string
  /** The program and its command. */
  readonly made_by: string
  readonly responder_ok: readonly string[]
  readonly fault_ok: readonly string[]
  readonly software_ok: readonly string[]
  readonly why: string
  readonly text: string | ((lab: Lab) => Promise<string>)
}

/** Answers to choose from: `responder/fault`, several joined by `|`, then programs. */
export interface Accepted {
  readonly responder: string
  readonly fault: string
  readonly software?: string
  readonly why: string
}

export function making(
  family: string,
  made_by: string,
  accepted: Accepted,
  text: Making['text'],
): Making {
  const { responder, fault, software = '', why } = accepted
  const words = (list: string): string[] => list.split('|').filter((word) => word !== '')
  return {
    family,
    made_by,
    responder_ok: words(responder),
    fault_ok: words(fault),
    software_ok: words(software),
    why,
    text,
  }
}

/** A command line as a person types it, in a terminal: without one, curl prints a progress meter. */
export function typed(
  family: string,
  command: string,
  accepted: Accepted,
  made_by = command,
): Making {
  return making(family, made_by, accepted, (lab) => inTerminal(lab.filled(command)))
}

/** httpie would colour and wget draw a bar: they get a pipe. */
async function inTerminal(command: string): Promise<string> {
  if (!command.startsWith('curl')) return shell(command)
  const shown = await shell(
    `script -qec ${JSON.stringify(command).replaceAll('$', '\\$')} /dev/null`,
  )
  return shown.replaceAll('\r\n', '\n')
}

const longestRunMs = 30_000

export function shell(
  command: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn('sh', ['-c', `exec 2>&1; ${command}`], {
      env: { ...process.env, LC_ALL: 'C.UTF-8', ...environment },
      timeout: longestRunMs,
    })
    const pieces: Buffer[] = []
    child.stdout.on('data', (bytes: Buffer) => pieces.push(bytes))
    child.on('error', reject)
    child.on('close', () => resolve(Buffer.concat(pieces).toString('utf8')))
  })
}
