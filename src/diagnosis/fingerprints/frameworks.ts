import type { Fingerprint } from './fingerprint.ts'

/** Other frameworks, with their default texts. */
export const frameworks: readonly Fingerprint[] = [
  {
    software: 'Flask',
    layer: 'service',
    pages: [
      {
        says: "is Flask's (Werkzeug's) page for a path without a route",
        weight: 'strong',
        statuses: [404],
        body: /^<!doctype html>\s*<html lang=en>\s*<title>404 Not Found<\/title>\s*<h1>Not Found<\/h1>\s*<p>The requested URL was not found on the server\. If you entered/i,
        meaning: 'route_not_found',
      },
      {
        says: "is Flask's (Werkzeug's) page for an unsupported Content-Type",
        weight: 'strong',
        statuses: [415],
        body: /^<!doctype html>\s*<html lang=en>\s*<title>415 /i,
        meaning: 'media_type',
      },
      {
        says: "is Flask's (Werkzeug's) error page",
        weight: 'strong',
        body: /^<!doctype html>\s*<html lang=en>\s*<title>(?:\d{3} [^<]+|Redirecting\.\.\.)<\/title>\s*<h1>/i,
      },
    ],
    headers: [{ name: 'Server', value: /^Werkzeug\//i, weight: 'medium' }],
  },
  {
    software: 'FastAPI',
    layer: 'service',
    pages: [
      {
        says: "is FastAPI's list of what is wrong with the request",
        weight: 'strong',
        statuses: [422],
        body: /^\s*\{\s*"detail"\s*:\s*\[\s*\{[\s\S]*"loc"\s*:\s*\[/,
      },
      {
        says: "is FastAPI's text for a path without a route (without the full stop of Django REST framework)",
        weight: 'strong',
        statuses: [404],
        body: /^\s*\{\s*"detail"\s*:\s*"Not Found"\s*\}\s*$/,
        meaning: 'route_not_found',
      },
      {
        says: "is one of FastAPI's texts",
        weight: 'strong',
        body: /^\s*\{\s*"detail"\s*:\s*"(?:Method Not Allowed|Not authenticated|There was an error parsing the body)"\s*\}\s*$/,
      },
    ],
    headers: [{ name: 'Server', value: /^(?:uvicorn|hypercorn)/i, weight: 'weak' }],
  },
  {
    software: 'Fastify',
    layer: 'service',
    pages: [
      {
        says: "is Fastify's text for a path without a route",
        weight: 'strong',
        statuses: [404],
        body: /^\s*\{\s*"message"\s*:\s*"Route [A-Z]+:[^"]* not found"\s*,\s*"error"\s*:\s*"Not Found"\s*,\s*"statusCode"\s*:\s*404\s*\}/,
        meaning: 'route_not_found',
      },
      {
        says: 'carries an error code of Fastify',
        weight: 'strong',
        body: /"code"\s*:\s*"FST_[A-Z_]+"/,
      },
    ],
  },
  {
    software: 'NestJS',
    layer: 'service',
    builtOn: ['Express', 'Fastify'],
    pages: [
      {
        says: "is NestJS's text for a path without a route",
        weight: 'strong',
        statuses: [404],
        body: /^\s*\{\s*"message"\s*:\s*"Cannot [A-Z]+ [^"]*"\s*,\s*"error"\s*:\s*"Not Found"\s*,\s*"statusCode"\s*:\s*404\s*\}/,
        meaning: 'route_not_found',
      },
      {
        says: "is NestJS's text for a failure",
        weight: 'strong',
        statuses: [500],
        body: /^\s*\{\s*"statusCode"\s*:\s*500\s*,\s*"message"\s*:\s*"Internal server error"\s*\}\s*$/,
      },
    ],
  },
  {
    software: 'Spring Boot',
    layer: 'service',
    builtOn: ['Tomcat', 'Jetty'],
    pages: [
      {
        says: "is Spring Boot's error object",
        weight: 'strong',
        body: /^\s*\{\s*"timestamp"\s*:\s*(?:"[^"]+"|\d+)\s*,\s*(?:"path"\s*:\s*"[^"]*"\s*,\s*)?"status"\s*:\s*\d{3}\s*,\s*"error"\s*:\s*"/,
      },
      {
        says: "is Spring Boot's whitelabel page",
        weight: 'strong',
        body: /<h1>Whitelabel Error Page<\/h1>/,
      },
    ],
  },
  {
    software: 'Ruby on Rails',
    layer: 'service',
    pages: [
      {
        says: "is one of Rails' standard error pages",
        weight: 'strong',
        body: /<title>(?:The page you were looking for doesn't exist \(404\)|We're sorry, but something went wrong \(500\)|The change you wanted was rejected \(422\))<\/title>/,
      },
      {
        says: 'says that Rails blocks this host',
        weight: 'strong',
        body: /Blocked hosts?: /,
        meaning: 'host_refused',
      },
      {
        says: "has the shape of Rails' API errors",
        weight: 'medium',
        body: /^\s*\{\s*"status"\s*:\s*\d{3}\s*,\s*"error"\s*:\s*"[^"]*"\s*\}\s*$/,
      },
    ],
    headers: [
      { name: 'X-Runtime', value: /^\d+\.\d+$/, weight: 'medium' },
      { name: 'X-Request-Id', weight: 'weak' },
    ],
  },
  {
    software: 'ASP.NET Core',
    layer: 'service',
    pages: [
      {
        says: "is ASP.NET Core's problem object",
        weight: 'strong',
        body: /"type"\s*:\s*"https:\/\/tools\.ietf\.org\/html\/rfc\d+#section-[^"]*"[\s\S]*"traceId"\s*:\s*"00-/,
      },
    ],
    headers: [{ name: 'Server', value: /^Kestrel$/i, weight: 'weak' }],
  },
  {
    software: 'gin',
    layer: 'service',
    builtOn: ['Go net/http'],
    pages: [
      {
        says: 'is the standard text of Go programs for an unknown path',
        weight: 'medium',
        statuses: [404, 405],
        body: /^(?:404 page not found|405 method not allowed)$/,
        sharedWith: ['Traefik', 'Go net/http'],
        meaning: 'route_not_found',
      },
    ],
  },
  {
    software: 'grpc-gateway',
    layer: 'service',
    pages: [
      {
        says: 'is a gRPC status as grpc-gateway writes it',
        weight: 'medium',
        body: /^\s*\{\s*"code"\s*:\s*\d{1,2}\s*,\s*"message"\s*:\s*"[^"]*"\s*,\s*"details"\s*:\s*\[/,
      },
    ],
  },
]
