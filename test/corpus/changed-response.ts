/** What happens to a response on its way: each change takes signs away, and none may make a verdict
 *  confidently wrong. */
export const changes: Readonly<Record<string, (text: string) => string>> = {
  'header names in lower case, as HTTP/2 has them': (text) =>
    inHead(text, (head) => head.replaceAll(/^[\w-]+(?=:)/gm, (name) => name.toLowerCase())),
  'as HTTP/2 without a reason phrase': (text) =>
    inHead(text, (head) =>
      head
        .replace(/^HTTP\/1\.[01] (\d{3}).*$/m, 'HTTP/2 $1')
        .replaceAll(/^[\w-]+(?=:)/gm, (name) => name.toLowerCase()),
    ),
  'Date removed': (text) => inHead(text, (head) => without(head, 'date')),
  'the connection kept, without a word about it': (text) =>
    inHead(text, (head) => without(head, 'connection')),
  'the connection kept, as Node.js says it': (text) =>
    inHead(text, (head) =>
      head.replace(
        /^connection: close\r\n/im,
        'Connection: keep-alive\r\nKeep-Alive: timeout=5\r\n',
      ),
    ),
  'Server removed': (text) => inHead(text, (head) => without(head, 'server')),
  "a proxy's Server and Via in place of its own": (text) =>
    inHead(text, (head) => `${without(head, 'server')}Server: nginx/1.25.3\r\nVia: 1.1 edge\r\n`),
  'a Via of Varnish and fields of Cloudflare added': (text) =>
    inHead(
      text,
      (head) =>
        `${head}X-Varnish: 12\r\nAge: 0\r\nVia: 1.1 varnish (Varnish/7.1)\r\nCF-RAY: 8a-FRA\r\n`,
    ),
  'the fields sorted': (text) =>
    inHead(text, (head) => {
      const [status = '', ...fields] = head.split('\r\n').filter((line) => line !== '')
      return `${[status, ...fields.toSorted()].join('\r\n')}\r\n`
    }),
  'the body cut at half': (text) => {
    const body = bodyStart(text)
    return text.slice(0, body + Math.floor((text.length - body) / 2))
  },
  'the body gone': (text) => text.slice(0, bodyStart(text)),
  'the header gone': (text) => text.slice(bodyStart(text)),
  'the lines ended by LF alone': (text) => text.replaceAll('\r\n', '\n'),
}

function bodyStart(text: string): number {
  const end = text.indexOf('\r\n\r\n')
  return end === -1 ? text.length : end + 4
}

/** The head ends in one CRLF when it is changed; the blank line is put back. */
function inHead(text: string, change: (head: string) => string): string {
  const start = bodyStart(text)
  const head = text.slice(0, Math.max(start - 2, 0))
  return `${change(head)}\r\n${text.slice(start)}`
}

function without(head: string, name: string): string {
  return head.replaceAll(new RegExp(`^${name}:.*\r\n`, 'gim'), '')
}
