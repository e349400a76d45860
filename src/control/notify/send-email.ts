import { reasonOf } from '../../model/reason.ts'
import { NotSent } from './send-webhook.ts'

/** Mail by the SMTP server that the operator named. Its package is loaded when the first one is sent. */
export interface EmailSender {
  send(email: Email): Promise<void>
  close(): void
}

export interface Email {
  readonly id: string
  readonly to: string
  readonly subject: string
  readonly text: string
}

/** `url` like smtp://user:password@host:587; '' where the operator named none. */
export function emailSender(url: string, from: string): EmailSender {
  let transport: Promise<Transport> | undefined
  return {
    send: async ({ id, to, subject, text }) => {
      if (url === '') throw new NotSent('no mail server is set: see FAULTLINE_SMTP_URL')
      transport ??= openTransport(url)
      try {
        const messageId = `<${id}@${from.split('@').at(-1)?.replace('>', '') ?? 'faultline'}>`
        await (await transport).sendMail({ from, to, subject, text, messageId })
      } catch (error) {
        throw new NotSent(`the mail server: ${withoutSecrets(reasonOf(error), url)}`)
      }
    },
    close: () => void transport?.then((opened) => opened.close()).catch(() => undefined),
  }
}

interface Transport {
  sendMail(message: object): Promise<unknown>
  close(): void
}

async function openTransport(url: string): Promise<Transport> {
  const { createTransport } = await import('nodemailer')
  return createTransport({
    url,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    dnsTimeout: timeoutMs,
    disableFileAccess: true, // a message is text, never a name of a file or an address to fetch
    disableUrlAccess: true,
  })
}

const timeoutMs = 10_000

/** A server may say back what it was sent. */
function withoutSecrets(reason: string, url: string): string {
  const { password } = new URL(url)
  const secrets = [password, decodeURIComponent(password)].filter((secret) => secret !== '')
  return secrets.reduce((text, secret) => text.replaceAll(secret, '***'), reason)
}
