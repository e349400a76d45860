import { contentType, server, serverField } from './common-signs.ts'
import { emptyBody, noContent, type Fingerprint } from './fingerprint.ts'

/** Erlang, Elixir, Rust and Haskell. Seen (Debian 12): inets 8.2 and Cowboy 2.8; the others from their
 *  source. */
export const otherLanguages: readonly Fingerprint[] = [
  {
    software: 'inets',
    layer: 'service',
    pages: [
      {
        says: [
          "has the shape of the pages of inets, Erlang's own server",
          '具有 Erlang 自带服务器 inets 的页面形状',
        ],
        weight: 'strong',
        body: /^<HTML>\s+<HEAD>\s+<TITLE>[^<]+<\/TITLE>\s*<\/HEAD>\s*<BODY>\s*<H1>[^<]+<\/H1>\s*[A-Z][^<]{3,400}<\/BODY>\s*<\/HTML>\s*$/,
        needs: [contentType(/^text\/html$/)],
      },
    ],
    headers: [server(/^inets\//i)],
  },
  {
    software: 'Yaws',
    layer: 'service',
    pages: [
      {
        says: ["ends in Yaws' signature", '以 Yaws 的签名结尾'],
        weight: 'strong',
        body: /<address>\s*Yaws(?:\/| )(?<version>[\d.]+)/i,
      },
    ],
    headers: [server(/^Yaws/i)],
  },
  {
    software: 'Cowboy',
    layer: 'service',
    pages: [
      {
        says: [
          'is empty, with the two fields that Cowboy sends when it gives up a request',
          '为空，带有 Cowboy 放弃请求时发送的两个字段',
        ],
        weight: 'strong',
        statuses: [400, 408, 413, 414, 431, 500, 501, 505],
        body: emptyBody,
        needs: [
          noContent,
          { order: ['connection', 'content-length'], adjacent: true },
          { name: 'connection', value: /^close$/, spelled: true },
          { lacks: ['Date', 'Server', 'Content-Type'] },
        ],
      },
      {
        says: ['is empty, as Cowboy answers for itself', '为空，是 Cowboy 自己的应答方式'],
        weight: 'medium',
        body: emptyBody,
        needs: [noContent, serverField(/^Cowboy$/)],
      },
    ],
    headers: [server(/^Cowboy$/i)],
  },
  {
    software: 'Phoenix',
    layer: 'service',
    builtOn: ['Cowboy'],
    pages: [
      {
        says: ["is Phoenix's error object", '是 Phoenix 的错误对象'],
        weight: 'strong',
        body: /^\{"errors":\{"detail":"[^"]+"\}\}$/,
      },
      {
        says: ["is Phoenix's debug page", '是 Phoenix 的调试页'],
        weight: 'strong',
        body: /# Phoenix\.Router\.NoRouteError|<title>[^<]*(?:Phoenix|Plug)\.[\w.]*Error at /,
        meaning: 'debug_page',
      },
    ],
    headers: [{ name: 'X-Request-Id', weight: 'weak' }],
  },
  {
    software: 'hyper',
    layer: 'service',
    pages: [
      {
        says: [
          'is empty, with the fields of a program in Rust in their spelling',
          '为空，字段拼写同 Rust 程序',
        ],
        weight: 'medium',
        body: emptyBody,
        needs: [
          noContent,
          { order: ['content-length', 'date'] },
          { name: 'date', spelled: true },
          { lacks: ['Server', 'Content-Type', 'Location', 'Via'] },
        ],
        sharedWith: ['axum', 'actix-web', 'deno', 'warp'],
      },
    ],
  },
  {
    software: 'actix-web',
    layer: 'service',
    pages: [
      {
        says: ['is a text of actix-web', '是 actix-web 的文本'],
        weight: 'strong',
        body: /^(?:Json deserialize error: |Query deserialize error: |Path deserialize error: |Content type error$|JSON payload \([^)]*\) is larger|Requested application data is not configured correctly)/,
      },
    ],
  },
  {
    software: 'axum',
    layer: 'service',
    pages: [
      {
        says: [
          'is a text of axum for a Content-Type it does not take',
          '是 axum 对不接受的 Content-Type 给出的文本',
        ],
        weight: 'strong',
        statuses: [415],
        body: /^(?:Expected request with `Content-Type: application\/json`|Form requests must have `Content-Type: )/,
        meaning: 'media_type',
      },
      {
        says: ['is a text of axum', '是 axum 的文本'],
        weight: 'strong',
        body: /^(?:Failed to (?:parse the request body as JSON|deserialize the JSON body into the target type|deserialize (?:query string|form)(?: body)?)|Invalid URL: |Missing request extension: )/,
      },
    ],
  },
  {
    software: 'Rocket',
    layer: 'service',
    pages: [
      {
        says: ["is Rocket's error page", '是 Rocket 的错误页'],
        weight: 'strong',
        body: /<hr \/>\s*<small>Rocket<\/small>/,
      },
      {
        says: ["is Rocket's error object", '是 Rocket 的错误对象'],
        weight: 'strong',
        body: /^\s*\{\s*"error"\s*:\s*\{\s*"code"\s*:\s*\d{3}\s*,\s*"reason"\s*:\s*"[^"]*"\s*,\s*"description"\s*:/,
      },
    ],
    headers: [server(/^Rocket$/i)],
  },
  {
    software: 'warp',
    layer: 'service',
    pages: [
      {
        says: ['is a text of warp', '是 warp 的文本'],
        weight: 'strong',
        body: /^(?:Request body deserialize error: |HTTP method not allowed$|Missing request (?:header|cookie) "|The request's content-type is not supported$|Invalid query string$|Unhandled rejection: )/,
      },
    ],
  },
  {
    software: 'Warp (Haskell)',
    layer: 'service',
    pages: [
      {
        says: [
          "is the text of Haskell's Warp for an application that fails",
          '是 Haskell 的 Warp 在应用出错时给出的文本',
        ],
        weight: 'strong',
        body: /^Something went wrong$/,
        needs: [serverField(/^Warp\//)],
      },
    ],
    headers: [server(/^Warp\//i)],
  },
]
