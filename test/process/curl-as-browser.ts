import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

export interface Answer {
  readonly status: number
  // oxlint-disable-next-line typescript/no-explicit-any -- each test knows what it asked for
  readonly body: any
  /** All of it but the cookies that it sets. */
  readonly shown: string
}

interface Asked {
  /** File of cookies. */
  readonly jar: string
  readonly method: string
  /** Sent as JSON. */
  readonly body: object | undefined
  /** '' for none. */
  readonly csrf: string
}

/** curl with its cookie jar in the place of a browser. */
export async function askWithCurl(
  url: string,
  { jar, method, body, csrf }: Asked,
): Promise<Answer> {
  const words = ['-s', '-i', '-X', method, '-b', jar, '-c', jar, url]
  if (body !== undefined) words.push('-d', JSON.stringify(body))
  if (csrf !== '') words.push('-H', `X-Faultline-CSRF: ${csrf}`)
  const { stdout } = await promisify(execFile)('curl', words, { maxBuffer: 1e8 })
  const [head = '', ...rest] = stdout.split('\r\n\r\n')
  const text = rest.join('\r\n\r\n')
  const isJson = /^content-type: application\/(problem\+)?json/im.test(head)
  return {
    status: Number(head.split(' ')[1]),
    body: isJson ? JSON.parse(text) : text,
    shown: `${head.replace(/^set-cookie: .*$/gim, '')}\r\n\r\n${text}`,
  }
}
