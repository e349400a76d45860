/** `faultline logs` as a process, and a management API that answers what a test wants. */
import { spawn, type ChildProcessByStdio } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Readable } from 'node:stream'
import type { TestContext } from 'node:test'
import { programWords } from './program-words.ts'

export interface Answer {
  readonly status: number
  readonly body: unknown
}

/** The management API as far as the command asks it. */
export async function managementServer(
  t: TestContext,
  /** undefined: the connection is closed. */
  answer: (asked: URL) => Answer | undefined,
): Promise<{ url: string; asked: URL[] }> {
  const asked: URL[] = []
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? '', 'http://x')
    asked.push(url)
    const told = answer(url)
    if (told === undefined) return void request.socket.destroy()
    const { status, body } = told
    response.writeHead(status, { 'content-type': 'application/json', connection: 'close' })
    response.end(JSON.stringify(body))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => server.close())
  const { port } = server.address() as AddressInfo // it listens on a port
  return { url: `http://127.0.0.1:${port}`, asked }
}

export function startLogs(
  url: string,
  words: readonly string[],
): ChildProcessByStdio<null, Readable, Readable> {
  const all = [...programWords, 'logs', ...words, '--server', url, '--data', '/nowhere']
  return spawn(process.execPath, all, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, LC_ALL: 'C' }, // texts in English unless --lang says otherwise
  })
}

export async function logs(
  url: string,
  words: readonly string[],
): Promise<{ stdout: string; stderr: string; exitCode: unknown }> {
  const child = startLogs(url, words)
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
  const [exitCode] = await once(child, 'close')
  return { stdout, stderr, exitCode }
}
