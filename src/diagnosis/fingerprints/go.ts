import { contentType, goOrder, server } from './common-signs.ts'
import { emptyBody, noContent, type Fingerprint } from './fingerprint.ts'

/** Programs written in Go. Seen: net/http of 1.19, gin 1.8, echo 4.2, chi 5 and httprouter 1.3 (all
 *  Debian 12); fiber, beego and grpc-gateway from their source. `http.Error` and `http.NotFound` are
 *  every Go program's, Caddy's and Traefik's included: the words tell Go, the fields tell who. */
const errorFields = [
  contentType(/^text\/plain; charset=utf-8$/),
  { name: 'X-Content-Type-Options', value: /^nosniff$/ },
  { order: ['Content-Type', 'X-Content-Type-Options', 'Date', 'Content-Length'] },
  { lacks: ['Server', 'X-Powered-By'] },
]

export const go: readonly Fingerprint[] = [
  {
    software: 'Go net/http',
    layer: 'service',
    pages: [
      {
        says: [
          "is Go's text for plain HTTP on an https port",
          '是 Go 对发往 https 端口的明文 HTTP 给出的文本',
        ],
        weight: 'strong',
        statuses: [400],
        body: /^Client sent an HTTP request to an HTTPS server\.\n?$/,
        sharedWith: ['Caddy', 'Traefik'],
        meaning: 'plain_http_to_https',
      },
      {
        says: ["is Go's text for a request it cannot read", '是 Go 对无法解析的请求给出的文本'],
        weight: 'medium',
        body: /^(?:400 Bad Request(?:: [\w ]+)?|505 HTTP Version Not Supported: [\w ]+|431 Request Header Fields Too Large|501 Not Implemented: [\w ]+|417 Expectation Failed)$/,
        sharedWith: ['Caddy', 'Traefik'],
      },
      {
        says: [
          'is empty, as Go answers an Expect it cannot meet',
          '为空，是 Go 对无法满足的 Expect 的应答方式',
        ],
        weight: 'medium',
        statuses: [417],
        body: emptyBody,
        needs: [noContent, { order: ['Connection', 'Date', 'Content-Length'] }],
        sharedWith: ['Caddy', 'Traefik'],
      },
      {
        says: ["is Go's own text for an unknown path", '是 Go 自己对未知路径给出的文本'],
        weight: 'medium',
        statuses: [404],
        body: /^404 page not found\n?$/,
        needs: [{ name: 'X-Content-Type-Options', value: /^nosniff$/ }],
        sharedWith: ['Traefik'],
        mostly: true,
        meaning: 'route_not_found',
      },
      {
        says: [
          'is the standard text of Go programs for an unknown path',
          '是 Go 程序对未知路径的标准文本',
        ],
        weight: 'medium',
        statuses: [404],
        body: /^404 page not found\n?$/,
        sharedWith: ['gin', 'Traefik'],
        meaning: 'route_not_found',
      },
      {
        says: [
          'is one line, with the fields that `http.Error` sets, in their order',
          '是一行文本，带有 `http.Error` 设置的字段，顺序一致',
        ],
        weight: 'medium',
        body: /^(?!404 page not found)[^\n<{]{3,200}\n?$/,
        needs: errorFields,
      },
      {
        says: ['is the text of `http.Redirect`', '是 `http.Redirect` 的文本'],
        weight: 'strong',
        statuses: [301, 302, 303, 307, 308],
        body: /^<a href="[a-z]+:[^"]*">[A-Z][A-Za-z ]+<\/a>\.\s*$/,
        needs: [{ lacks: ['Server'] }],
      },
      {
        says: [
          'is the text of `http.Redirect`, to a path: a router adds or drops a slash',
          '是 `http.Redirect` 的文本，指向一个路径：路由器增删了斜杠',
        ],
        weight: 'strong',
        statuses: [301, 302, 303, 307, 308],
        body: /^<a href="\/[^"]*">[A-Z][A-Za-z ]+<\/a>\.\s*$/,
        sharedWith: ['gin', 'httprouter', 'gorilla/mux', 'chi'],
      },
      {
        says: [
          'is empty, as `http.Redirect` answers other methods than GET',
          '为空，是 `http.Redirect` 对 GET 以外的方法的应答方式',
        ],
        weight: 'medium',
        statuses: [301, 302, 303, 307, 308],
        body: emptyBody,
        needs: [
          noContent,
          { order: ['Location', 'Date', 'Content-Length'] },
          { lacks: ['Server'] },
        ],
      },
      {
        says: [
          "is empty, as Go's file server answers a condition that failed",
          '为空，是 Go 的文件服务器对不成立的条件的应答方式',
        ],
        weight: 'medium',
        statuses: [412],
        body: emptyBody,
        needs: [
          noContent,
          { order: ['Last-Modified', 'Date', 'Content-Length'] },
          { lacks: ['Server'] },
        ],
      },
      {
        says: ['is empty, with no fields but those that Go adds', '为空，只有 Go 添加的字段'],
        weight: 'medium',
        body: emptyBody,
        needs: [
          noContent,
          goOrder,
          { lacks: ['Server', 'Content-Type', 'Location', 'Last-Modified', 'X-Powered-By'] },
        ],
        sharedWith: ['gin', 'chi', 'gorilla/mux', 'fiber'],
      },
    ],
  },
  {
    software: 'gin',
    layer: 'service',
    builtOn: ['Go net/http'],
    pages: [
      {
        says: [
          "is gin's text for an unknown path or method: 18 or 22 bytes, without Go's line end",
          '是 gin 对未知路径或方法给出的文本：18 或 22 字节，没有 Go 的换行',
        ],
        weight: 'strong',
        statuses: [404, 405],
        body: /^(?:404 page not found|405 method not allowed)$/,
        needs: [contentType(/^text\/plain$/), { name: 'Content-Length', value: /^(?:18|22)$/ }],
        meaning: 'route_not_found',
      },
    ],
  },
  {
    software: 'chi',
    layer: 'service',
    builtOn: ['Go net/http'],
    pages: [
      {
        says: [
          'is empty, as the Timeout middleware of chi answers',
          '为空，是 chi 的 Timeout 中间件的应答方式',
        ],
        weight: 'medium',
        statuses: [504],
        body: emptyBody,
        needs: [noContent, goOrder, { lacks: ['Server', 'Content-Type', 'X-Powered-By'] }],
      },
    ],
  },
  {
    software: 'echo',
    layer: 'service',
    builtOn: ['Go net/http'],
    pages: [
      {
        says: [
          "is echo's object with one message, in Go's order of fields",
          '是 echo 的单字段信息对象，字段顺序同 Go',
        ],
        weight: 'medium',
        body: /^\{(?:\s*"error": "[^\n]*",\s*)?"message": ?"(?:[^"\\]|\\.){1,400}"\s*\}\n?$/,
        sharedWith: ['Go net/http', 'gin'], // any program in Go can write one message
        mostly: true,
        needs: [
          contentType(/^application\/json(?:; charset=UTF-8)?$/),
          { order: ['Content-Type', 'Date', 'Content-Length'] },
          { lacks: ['Server', 'Via', 'Apigw-Requestid', 'X-Amzn-Requestid', 'X-Kong-Request-Id'] },
        ],
      },
    ],
  },
  {
    software: 'fiber',
    layer: 'service',
    pages: [
      {
        says: ["is fiber's text for an unknown path", '是 fiber 对未知路径给出的文本'],
        weight: 'strong',
        statuses: [404],
        body: /^Cannot [A-Z]+ \/\S*$/,
        sharedWith: ['Express'], // before 4.17, as plain text
        meaning: 'route_not_found',
      },
    ],
    headers: [{ order: ['Date', 'Content-Type', 'Content-Length'], weight: 'weak' }],
  },
  {
    software: 'fasthttp',
    layer: 'service',
    pages: [
      {
        says: [
          "is fasthttp's text for a request it cannot read",
          '是 fasthttp 对无法解析的请求给出的文本',
        ],
        weight: 'strong',
        body: /^(?:Error when parsing request|Too big request header)$/,
      },
    ],
    headers: [server(/^fasthttp$/i)],
  },
  {
    software: 'Beego',
    layer: 'service',
    builtOn: ['Go net/http'],
    pages: [
      {
        says: ["is Beego's error page", '是 Beego 的错误页'],
        weight: 'strong',
        body: /The page you have requested has flown the coop|<title>beego application error<\/title>/,
      },
    ],
    headers: [server(/^beegoServer/i)],
  },
  {
    software: 'grpc-gateway',
    layer: 'service',
    pages: [
      {
        says: ['is a gRPC status as grpc-gateway writes it', '是 grpc-gateway 写出的 gRPC 状态'],
        weight: 'medium',
        body: /^\s*\{\s*"code"\s*:\s*\d{1,2}\s*,\s*"message"\s*:\s*"[^"]*"\s*,\s*"details"\s*:\s*\[/,
      },
    ],
    headers: [{ name: 'Grpc-Metadata-Content-Type', weight: 'medium' }],
  },
]
