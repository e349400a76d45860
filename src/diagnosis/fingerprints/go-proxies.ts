import { server, serverField } from './common-signs.ts'
import { emptyBody, noContent, type Fingerprint } from './fingerprint.ts'

/** Caddy answers most things without a body. What it relays carries the fields sorted among each
 *  other; its own answers end in Date and Content-Length. Seen: Caddy 2.6. */
const ownCaddy = [serverField(/^Caddy$/), { order: ['Server', 'Date', 'Content-Length'] }]

export const caddy: readonly Fingerprint[] = [
  {
    software: 'Caddy',
    layer: 'access_layer',
    builtOn: ['Go net/http'],
    pages: [
      {
        says: [
          "is empty, as Caddy's own answers are, in its order of fields",
          '为空，字段顺序是 Caddy 自己应答的顺序',
        ],
        weight: 'strong',
        body: emptyBody,
        needs: [...ownCaddy, noContent],
      },
      {
        says: [
          'is not shown, with no fields but those of Caddy itself',
          '未显示，只有 Caddy 自己的字段',
        ],
        weight: 'medium',
        body: emptyBody,
        needs: [
          serverField(/^Caddy$/),
          { order: ['Server', 'Date'] },
          { lacks: ['Content-Length', 'Content-Type', 'X-Powered-By', 'Transfer-Encoding'] },
        ],
      },
      {
        says: [
          "is what Caddy's file server says of a range",
          '是 Caddy 的文件服务器对 range 给出的内容',
        ],
        weight: 'strong',
        statuses: [416],
        body: /^invalid range: failed to overlap\n?$/,
        needs: ownCaddy,
      },
    ],
    headers: [server(/^Caddy$/i)],
  },
]

/** Traefik writes the bare phrase of the status. From its source (pkg/proxy, pkg/middlewares). */
export const traefik: readonly Fingerprint[] = [
  {
    software: 'Traefik',
    layer: 'access_layer',
    builtOn: ['Go net/http'],
    pages: [
      {
        says: [
          'is what Traefik says when no server is left',
          '是 Traefik 在没有剩余服务器时给出的内容',
        ],
        weight: 'strong',
        statuses: [503],
        body: /^no available server\n?$/,
        meaning: 'no_upstream',
      },
      {
        says: [
          'is a bare phrase with the fields that Go adds: Traefik answers so for a backend that failed',
          '只有原因短语，带有 Go 添加的字段：后端失败时 Traefik 如此应答',
        ],
        weight: 'medium',
        statuses: [499, 500, 502, 504],
        body: /^(?:Bad Gateway|Gateway Timeout|Internal Server Error|Client Closed Request)$/,
        needs: [{ order: ['Date', 'Content-Length', 'Content-Type'] }, { lacks: ['Server'] }],
      },
      {
        says: ['is a bare phrase, as Traefik redirects', '只有原因短语，是 Traefik 的跳转方式'],
        weight: 'medium',
        statuses: [301, 302, 307, 308],
        body: /^(?:Moved Permanently|Found|Temporary Redirect|Permanent Redirect)$/,
        needs: [{ order: ['Location', 'Date', 'Content-Length', 'Content-Type'] }],
      },
    ],
  },
]
