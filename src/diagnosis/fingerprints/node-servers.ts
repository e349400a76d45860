import { barePhrase, contentType } from './common-signs.ts'
import { emptyBody, noContent, type Fingerprint } from './fingerprint.ts'

/** JavaScript runtimes that answer for themselves, servers for files, and libraries for WebSockets.
 *  Seen: Node.js 20 and 24, Bun 1.4, Deno 2, workerd 1.2026, ws 8, socket.io 4, serve 14, http-server 14. */
export const nodeServers: readonly Fingerprint[] = [
  {
    software: 'node:http',
    layer: 'service',
    pages: [
      {
        says: [
          'is empty, as Node.js refuses an Expect it cannot meet',
          '为空，是 Node.js 拒绝无法满足的 Expect 的方式',
        ],
        weight: 'strong',
        statuses: [417],
        body: emptyBody,
        needs: [{ order: ['Date', 'Connection'] }, { lacks: ['Content-Type', 'Server'] }],
      },
      {
        says: [
          'is empty, as Node.js answers a request without Host',
          '为空，是 Node.js 对没有 Host 的请求的应答方式',
        ],
        weight: 'strong',
        statuses: [400],
        body: emptyBody,
        needs: [
          { order: ['Connection', 'Date', 'Transfer-Encoding'] },
          { name: 'Date', spelled: true },
          { lacks: ['Content-Type', 'Server'] },
        ],
      },
      {
        says: [
          'is empty, with no fields but those that Node.js adds',
          '为空，只有 Node.js 添加的字段',
        ],
        weight: 'medium',
        body: emptyBody,
        needs: [
          { order: ['Date', 'Connection'] },
          { name: 'Transfer-Encoding', value: /^chunked$/ },
          { name: 'Date', spelled: true },
          { lacks: ['Content-Type', 'Server', 'Location', 'ETag', 'Content-Length'] },
        ],
        sharedWith: ['polka', 'socket.io', 'Hono', 'connect'],
      },
      {
        says: [
          'is empty and Connection is the only field, as Node.js refuses what it cannot parse',
          '为空，只有 Connection 字段，是 Node.js 拒绝无法解析的请求的方式',
        ],
        weight: 'strong',
        statuses: [408],
        body: emptyBody,
        needs: [
          { name: 'Connection', value: /^close$/ },
          { lacks: ['Date', 'Server', 'Content-Type', 'Content-Length'] },
        ],
      },
      {
        says: [
          'is empty and Connection is the only field, as Node.js refuses what it cannot parse',
          '为空，只有 Connection 字段，是 Node.js 拒绝无法解析的请求的方式',
        ],
        weight: 'medium',
        statuses: [413, 431],
        body: emptyBody,
        needs: [
          { name: 'Connection', value: /^close$/ },
          { lacks: ['Date', 'Server', 'Content-Type', 'Content-Length'] },
        ],
        sharedWith: ['bun'],
        mostly: true,
      },
      {
        says: [
          'is empty and Connection is the only field, as Node.js refuses what it cannot parse',
          '为空，只有 Connection 字段，是 Node.js 拒绝无法解析的请求的方式',
        ],
        weight: 'medium',
        statuses: [400],
        body: emptyBody,
        needs: [
          { name: 'Connection', value: /^close$/ },
          { lacks: ['Date', 'Server', 'Content-Type', 'Content-Length'] },
        ],
        sharedWith: ['bun', 'HAProxy'],
      },
    ],
  },
  {
    software: 'bun',
    layer: 'service',
    pages: [
      {
        says: ["is Bun's page for an application that fails", '是 Bun 在应用出错时给出的页面'],
        weight: 'strong',
        body: /<title>Bun(?:'s)? (?:v[\d.]+ )?[^<]*<\/title>|Welcome to Bun! To get started, return a Response object|Expected a Response object, but received/,
      },
      {
        says: ["is Bun's text for an application that fails", '是 Bun 在应用出错时给出的文本'],
        weight: 'strong',
        statuses: [500],
        body: /^Something went wrong!$/,
        needs: [
          contentType(/^text\/plain$/),
          { order: ['content-type', 'Date', 'Content-Length'] },
        ],
      },
      {
        says: [
          'is empty and Connection is the only field, as Bun refuses a version of HTTP',
          '为空，只有 Connection 字段，是 Bun 拒绝 HTTP 版本的方式',
        ],
        weight: 'medium',
        statuses: [505],
        body: emptyBody,
        needs: [
          { name: 'Connection', value: /^close$/ },
          { lacks: ['Date', 'Server', 'Content-Type', 'Content-Length'] },
        ],
      },
    ],
  },
  {
    software: 'deno',
    layer: 'service',
    pages: [
      {
        says: ["is Deno's text for an application that fails", '是 Deno 在应用出错时给出的文本'],
        weight: 'medium',
        statuses: [500],
        body: /^Internal Server Error$/,
        needs: [
          { order: ['content-length', 'date'] },
          { name: 'date', spelled: true },
          { lacks: ['Content-Type', 'Server', 'Via'] },
        ],
      },
    ],
  },
  {
    software: 'workerd',
    layer: 'service',
    pages: [
      {
        says: ['is a text of workerd (of its HTTP library)', '是 workerd（其 HTTP 库）的文本'],
        weight: 'strong',
        body: /^ERROR: [A-Z][^\n]{5,200}\.$/,
        needs: [
          contentType(/^text\/plain$/),
          { order: ['Connection', 'Content-Length', 'Content-Type'] },
          { lacks: ['Date', 'Server'] },
        ],
      },
    ],
  },
  {
    software: 'ws',
    layer: 'service',
    pages: [
      {
        says: [
          'is what ws says of an upgrade it cannot take',
          '是 ws 对无法接受的 upgrade 给出的内容',
        ],
        weight: 'strong',
        statuses: [400, 405, 426],
        body: /^(?:Missing or invalid Sec-WebSocket-\w+ header|Invalid Upgrade header|Invalid HTTP method|Invalid or unacceptable Sec-WebSocket-Extensions header)$/,
      },
      {
        says: [
          'is a bare phrase with the fields that ws writes on the bare socket',
          '只有原因短语，带有 ws 直接写到连接上的字段',
        ],
        weight: 'strong',
        body: barePhrase,
        needs: [
          contentType(/^text\/html$/),
          { order: ['Connection', 'Content-Type', 'Content-Length'] },
          { lacks: ['Date', 'Server'] },
        ],
      },
    ],
  },
  {
    software: 'socket.io',
    layer: 'service',
    pages: [
      {
        says: ["is socket.io's error object", '是 socket.io 的错误对象'],
        weight: 'strong',
        body: /^\{"code":[0-5],"message":"(?:Transport unknown|Session ID unknown|Bad handshake method|Bad request|Forbidden|Unsupported protocol version)"/,
      },
    ],
  },
  {
    software: 'serve',
    layer: 'service',
    pages: [
      {
        says: ["is serve's page", '是 serve 的页面'],
        weight: 'strong',
        body: /<main>\s*<section>\s*<span>\d{3}<\/span>\s*<p>[^<]{3,100}<\/p>\s*<\/section>\s*<\/main>/,
      },
      {
        says: [
          "is a file with the fields that serve's handler adds, in their order",
          '是一个文件，带有 serve 的处理器添加的字段，顺序一致',
        ],
        weight: 'strong',
        statuses: [416],
        body: /^/,
        needs: [
          {
            order: [
              'Content-Range',
              'Content-Length',
              'Content-Disposition',
              'Accept-Ranges',
              'ETag',
            ],
          },
        ],
      },
      {
        says: ["is serve's error object", '是 serve 的错误对象'],
        weight: 'strong',
        body: /^\{\s*"error"\s*:\s*\{\s*"code"\s*:\s*"(?:not_found|bad_request|internal_server_error)"/,
      },
    ],
  },
  {
    software: 'http-server',
    layer: 'service',
    pages: [
      {
        says: [
          'is empty, as http-server answers for a file that is not there',
          '为空，是 http-server 在文件不存在时的应答方式',
        ],
        weight: 'medium',
        statuses: [404, 405],
        body: emptyBody,
        needs: [
          noContent,
          { name: 'accept-ranges', value: /^bytes$/, spelled: true },
          { lacks: ['Server', 'X-Powered-By', 'Content-Type'] },
        ],
      },
      {
        says: ['is the page of http-server', '是 http-server 的页面'],
        weight: 'strong',
        body: /<address>Node\.js v[\d.]+\/ <a href="https:\/\/github\.com\/http-party\/http-server">http-server<\/a>/,
      },
    ],
    headers: [{ name: 'Server', value: /^(?:http-server|ecstatic)-/i, weight: 'medium' }],
  },
]
