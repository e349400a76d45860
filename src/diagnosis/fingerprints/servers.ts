import type { Fingerprint } from './fingerprint.ts'

/** Application servers that answer for themselves, before or instead of the application. */
export const servers: readonly Fingerprint[] = [
  {
    software: 'gunicorn',
    layer: 'service',
    pages: [
      {
        says: "is gunicorn's own error page",
        weight: 'strong',
        body: /^<html>\s*<head>\s*<title>[^<]+<\/title>\s*<\/head>\s*<body>\s*<h1><p>[^<]+<\/p><\/h1>/,
      },
    ],
    headers: [{ name: 'Server', value: /^gunicorn/i, weight: 'weak' }],
  },
  {
    software: 'uvicorn',
    layer: 'service',
    pages: [
      {
        says: "is uvicorn's text for an application that fails",
        weight: 'medium',
        statuses: [500],
        body: /^Internal Server Error$/,
        sharedWith: ['Starlette', 'FastAPI'],
        needs: [{ name: 'Server', value: /^uvicorn$/i, weight: 'weak' }],
      },
      {
        says: "is uvicorn's text for a request it cannot parse",
        weight: 'strong',
        statuses: [400],
        body: /^Invalid HTTP request received\.$/,
      },
    ],
    headers: [{ name: 'Server', value: /^uvicorn$/i, weight: 'weak' }],
  },
  {
    software: 'Tomcat',
    layer: 'service',
    pages: [
      {
        says: "is Tomcat's error page",
        weight: 'strong',
        body: /<title>HTTP Status \d{3} (?:–|â€“|&#8211;|&ndash;|\u00e2\u0080\u0093|-) [^<]*<\/title>[\s\S]*(?:<b>Type<\/b>|<h3>Apache Tomcat\/(?<version>[\d.]+))/,
      },
    ],
  },
  {
    software: 'Jetty',
    layer: 'service',
    pages: [
      {
        says: "is Jetty's error page",
        weight: 'strong',
        body: /<h2>HTTP ERROR \d{3}[^<]*<\/h2>[\s\S]*<th>URI:<\/th>|Powered by Jetty:\/\//,
      },
    ],
    headers: [{ name: 'Server', value: /^Jetty\(/i, weight: 'weak' }],
  },
  {
    software: 'Go net/http',
    layer: 'service',
    pages: [
      {
        says: "is Go's text for plain HTTP on an https port",
        weight: 'strong',
        statuses: [400],
        body: /^Client sent an HTTP request to an HTTPS server\.\n?$/,
        meaning: 'plain_http_to_https',
      },
      {
        says: "is Go's text for a request it cannot read",
        weight: 'medium',
        body: /^(?:400 Bad Request(?:: [\w ]+)?|505 HTTP Version Not Supported: [\w ]+|431 Request Header Fields Too Large)$/,
        sharedWith: ['Caddy', 'Traefik'],
      },
      {
        says: 'is the standard text of Go programs for an unknown path',
        weight: 'medium',
        statuses: [404],
        body: /^404 page not found\n$/,
        sharedWith: ['Traefik'],
        meaning: 'route_not_found',
      },
    ],
  },
  {
    software: 'Puma',
    layer: 'service',
    pages: [
      {
        says: "is Puma's text for an application that fails",
        weight: 'strong',
        body: /^(?:An unhandled lowlevel error occurred\.|Puma caught this error: )/,
      },
    ],
  },
  {
    software: 'WEBrick',
    layer: 'service',
    pages: [
      {
        says: "is WEBrick's error page",
        weight: 'strong',
        body: /<ADDRESS>\s*WEBrick\/(?<version>[\d.]+)/,
      },
    ],
    headers: [{ name: 'Server', value: /^WEBrick\//i, weight: 'weak' }],
  },
  {
    software: 'Python http.server',
    layer: 'service',
    pages: [
      {
        says: "is the error page of Python's http.server",
        weight: 'strong',
        body: /<title>Error response<\/title>[\s\S]*<p>Error code: \d{3}<\/p>/,
        sharedWith: ['wsgiref'],
      },
    ],
    headers: [{ name: 'Server', value: /^(?:SimpleHTTP|BaseHTTP)\//i, weight: 'weak' }],
  },
]
