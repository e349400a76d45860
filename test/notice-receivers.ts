/** Those who are told: a real SMTP server and a real HTTP receiver, which may be away or silent. */
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { SMTPServer } from 'smtp-server'
import type { Owner } from './clean-up.ts'

export interface MailServer {
  readonly url: string
  readonly mails: readonly Mail[]
}

export interface Mail {
  readonly to: readonly string[]
  readonly text: string
}

export async function startMailServer(owner: Owner): Promise<MailServer> {
  const mails: Mail[] = []
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    authOptional: true,
    onData: (stream, session, done) => {
      let text = ''
      stream.setEncoding('utf8')
      stream.on('data', (chunk: string) => (text += chunk))
      stream.on('end', () => {
        mails.push({
          to: session.envelope.rcptTo.map(({ address }) => address),
          text: decoded(text),
        })
        done()
      })
    },
  })
  server.on('error', () => undefined) // a client that is killed
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  owner.after(async () => await new Promise<void>((resolve) => server.close(() => resolve())))
  const { port } = server.server.address() as AddressInfo // it listens on TCP
  return { url: `smtp://127.0.0.1:${port}`, mails }
}

/** Of one part, as ours are: its head, and its body in whichever encoding was chosen. */
function decoded(text: string): string {
  const [head = '', ...body] = text.split('\r\n\r\n')
  const content = body.join('\r\n\r\n')
  if (/^content-transfer-encoding: base64/im.test(head)) {
    return `${head}\n\n${Buffer.from(content, 'base64').toString()}`
  }
  const bytes = content
    .replaceAll(/=\r\n/g, '')
    .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    )
  return `${head}\n\n${Buffer.from(bytes, 'latin1').toString()}`
}

export interface Received {
  readonly id: string
  readonly headers: IncomingHttpHeaders
  readonly text: string
}

/** `silent`: takes a request and never answers. */
export async function startReceiver(
  owner: Owner,
  port = 0,
): Promise<{
  readonly url: string
  readonly received: readonly Received[]
  mode: 'answers' | 'silent'
}> {
  const received: Received[] = []
  const receiver = { url: '', received, mode: 'answers' as 'answers' | 'silent' }
  const server = createServer(async (request, response) => {
    let text = ''
    for await (const chunk of request) text += String(chunk)
    const { headers } = request
    received.push({ id: String(headers['faultline-notification-id']), headers, text })
    if (receiver.mode === 'answers') response.writeHead(204).end()
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  owner.after(async () => {
    server.closeAllConnections()
    await new Promise<void>((resolve) => server.close(() => resolve()))
  })
  receiver.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`
  return receiver
}

/** Looks again until it holds. */
export async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    if (await holds()) return
    await wait(50)
  }
  throw new Error(`never happened: ${what}`)
}
