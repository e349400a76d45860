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
        says: "is empty, as Caddy's own answers are, in its order of fields",
        weight: 'strong',
        body: emptyBody,
        needs: [...ownCaddy, noContent],
      },
      {
        says: 'is not shown, with no fields but those of Caddy itself',
        weight: 'medium',
        body: emptyBody,
        needs: [
          serverField(/^Caddy$/),
          { order: ['Server', 'Date'] },
          { lacks: ['Content-Length', 'Content-Type', 'X-Powered-By', 'Transfer-Encoding'] },
        ],
      },
      {
        says: "is what Caddy's file server says of a range",
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
        says: 'is what Traefik says when no server is left',
        weight: 'strong',
        statuses: [503],
        body: /^no available server\n?$/,
        meaning: 'no_upstream',
      },
      {
        says: 'is a bare phrase with the fields that Go adds: Traefik answers so for a backend that failed',
        weight: 'medium',
        statuses: [499, 500, 502, 504],
        body: /^(?:Bad Gateway|Gateway Timeout|Internal Server Error|Client Closed Request)$/,
        needs: [{ order: ['Date', 'Content-Length', 'Content-Type'] }, { lacks: ['Server'] }],
      },
      {
        says: 'is a bare phrase, as Traefik redirects',
        weight: 'medium',
        statuses: [301, 302, 307, 308],
        body: /^(?:Moved Permanently|Found|Temporary Redirect|Permanent Redirect)$/,
        needs: [{ order: ['Location', 'Date', 'Content-Length', 'Content-Type'] }],
      },
    ],
  },
]
