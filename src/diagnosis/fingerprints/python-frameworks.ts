import { barePhrase, contentType, server, serverField } from './common-signs.ts'
import { emptyBody, noContent, type Fingerprint } from './fingerprint.ts'

/** Frameworks written in Python, Django's family apart. Seen (Debian 12): Flask 2.2 with Werkzeug 2.2,
 *  Quart 0.18, FastAPI 0.92, Starlette 0.26, Pyramid 2.0, Bottle 0.12, Falcon 3.1, web.py 0.62 and
 *  Paste 3.5; Sanic and Litestar from their source. */
export const pythonFrameworks: readonly Fingerprint[] = [
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
      {
        says: "is the debugger of Werkzeug, Flask's library",
        weight: 'strong',
        body: /<title>[^<]*\/\/ Werkzeug Debugger<\/title>/,
        meaning: 'debug_page',
      },
      {
        says: 'is not shown, but the reason phrase is in capitals, as Werkzeug writes it',
        weight: 'medium',
        body: /^$/,
        needs: [{ phrase: /^[A-Z][A-Z' -]{4,}$/ }, contentType(/^text\/html; charset=utf-8$/)],
      },
    ],
    headers: [
      { name: 'Server', value: /^Werkzeug\//i, weight: 'medium' },
      { phrase: /^[A-Z][A-Z' -]{4,}$/, weight: 'weak' },
    ],
  },
  {
    software: 'Quart',
    layer: 'service',
    builtOn: ['Flask'],
    pages: [
      {
        says: "is Flask's page from hypercorn, which Flask cannot run on: it is Quart's",
        weight: 'strong',
        body: /^<!doctype html>\s*<html lang=en>\s*<title>(?:\d{3} [^<]+|Redirecting\.\.\.)<\/title>\s*<h1>/i,
        needs: [serverField(/^hypercorn-/)],
      },
    ],
    headers: [server(/^hypercorn-/i)],
  },
  {
    software: 'FastAPI',
    layer: 'service',
    builtOn: ['Starlette'],
    pages: [
      {
        says: "is FastAPI's text for a body that it did not read as JSON",
        weight: 'strong',
        body: /^\s*\{\s*"detail"\s*:\s*\[\s*\{[^}]{0,200}?"loc":\["body"\],"msg":"(?:value is not a valid (?:dict|list)|Input should be a valid (?:dictionary|list)[^"]*)"/,
        meaning: 'media_type',
      },
      {
        says: "is FastAPI's list of what is wrong with the request",
        weight: 'strong',
        body: /^\s*\{\s*"detail"\s*:\s*\[\s*\{[\s\S]{0,200}?"loc"\s*:\s*\[/,
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
        body: /^\s*\{\s*"detail"\s*:\s*"(?:Method Not Allowed|Not authenticated|Invalid authentication credentials|There was an error parsing the body|Bad Request|Unauthorized|Forbidden|Not Acceptable|Conflict|Gone|Precondition Failed|Request Entity Too Large|Unsupported Media Type|Unprocessable (?:Entity|Content)|Too Many Requests|Internal Server Error|Not Implemented|Bad Gateway|Service Unavailable|Gateway Timeout)"\s*\}\s*$/,
      },
    ],
    headers: [server(/^(?:uvicorn|hypercorn)/i)],
  },
  {
    software: 'Starlette',
    layer: 'service',
    pages: [
      {
        says: "is Starlette's text for a Host that TrustedHostMiddleware does not know",
        weight: 'strong',
        statuses: [400],
        body: /^Invalid host header$/,
        sharedWith: ['FastAPI'],
        mostly: true,
        meaning: 'host_refused',
      },
      {
        says: "is Starlette's text for an application that fails",
        weight: 'medium',
        statuses: [500],
        body: /^Internal Server Error$/,
        needs: [
          contentType(/^text\/plain; charset=utf-8$/),
          { order: ['Content-Length', 'Content-Type'] },
          { name: 'content-type', spelled: true },
        ],
        sharedWith: ['FastAPI'],
        mostly: true,
      },
      {
        says: 'is empty, as Starlette redirects',
        weight: 'medium',
        statuses: [301, 302, 303, 307, 308],
        body: emptyBody,
        needs: [noContent, serverField(/^uvicorn$/), { order: ['Content-Length', 'Location'] }],
        sharedWith: ['FastAPI'],
        mostly: true,
      },
      {
        says: 'is a bare phrase with the fields of Starlette, in their order and spelling',
        weight: 'medium',
        statuses: [400, 401, 403, 404, 405, 406, 413, 415, 429, 503],
        body: barePhrase,
        needs: [
          contentType(/^text\/plain; charset=utf-8$/),
          { order: ['Content-Length', 'Content-Type'] },
          { name: 'content-type', spelled: true },
        ],
      },
    ],
    headers: [server(/^(?:uvicorn|hypercorn)/i)],
  },
  {
    software: 'Litestar',
    layer: 'service',
    pages: [
      {
        says: "is Litestar's error object",
        weight: 'strong',
        body: /^\s*\{\s*"status_code"\s*:\s*\d{3}\s*,\s*"detail"\s*:\s*"/,
      },
    ],
  },
  {
    software: 'Pyramid',
    layer: 'service',
    pages: [
      {
        says: "is Pyramid's error page",
        weight: 'strong',
        body: /^<html>\s*<head>\s*<title>\d{3} [^<]+<\/title>\s*<\/head>\s*<body>\s*<h1>\d{3} [^<]+<\/h1>\s*(?:[A-Z][^<]*<br\/><br\/>|The resource (?:was found|has been moved|was |has )[^<]*; you should be redirected)/,
      },
      {
        says: 'is an error of Pyramid as JSON',
        weight: 'strong',
        body: /^\{"message": "[\s\S]{0,2000}", "code": "\d{3} [A-Z][^"]*", "title": "[^"]*"\}$/,
      },
      {
        says: 'is an error of Pyramid (or of WebOb) as text',
        weight: 'medium',
        body: /^\d{3} [A-Z][\w ]+\n\n(?:The resource could not be found\.|Access was denied to this resource\.|The server could not comply|This server could not verify)/,
      },
    ],
  },
  {
    software: 'WebOb',
    layer: 'service',
    pages: [
      {
        says: "is WebOb's error page",
        weight: 'strong',
        body: /^<html>\s*<head>\s*<title>\d{3} [^<]+<\/title>\s*<\/head>\s*<body>\s*<h1>\d{3} [^<]+<\/h1>\s*[A-Z][^<]*<br \/><br \/>/,
      },
    ],
  },
  {
    software: 'Paste',
    layer: 'service',
    pages: [
      {
        says: "is Paste's error page",
        weight: 'strong',
        body: /<hr noshade>\s*<div align="right">WSGI Server<\/div>/,
      },
      {
        says: "is Paste's error text",
        weight: 'medium',
        body: /^\d{3} [A-Z][\w ]+\n[A-Z][^<]{5,400}$|^Internal Server Error$/,
        needs: [serverField(/^PasteWSGIServer\//)],
      },
    ],
    headers: [server(/^PasteWSGIServer/i)],
  },
  {
    software: 'Bottle',
    layer: 'service',
    pages: [
      {
        says: 'is empty, as Bottle redirects',
        weight: 'medium',
        statuses: [301, 302, 303, 307, 308],
        body: emptyBody,
        needs: [
          noContent,
          contentType(/^text\/html; charset=UTF-8$/),
          { order: ['Location', 'Content-Length', 'Content-Type'], adjacent: true },
        ],
      },
      {
        says: "is Bottle's error page",
        weight: 'strong',
        body: /<title>Error: \d{3} [^<]+<\/title>[\s\S]{0,1000}?<p>Sorry, the requested URL <tt>/,
      },
      {
        says: 'is what Bottle says when its error page fails too',
        weight: 'strong',
        body: /^<h1>Critical error while processing request: /,
      },
    ],
  },
  {
    software: 'Falcon',
    layer: 'service',
    pages: [
      {
        says: "is Falcon's error object",
        weight: 'strong',
        body: /^\{"title": "(?:\d{3} [A-Z][^"]*|Unsupported media type|Invalid (?:JSON|parameter|header value)|Missing (?:parameter|header value)|Media not acceptable)"/,
      },
      {
        says: "is Falcon's error as XML",
        weight: 'strong',
        body: /^<\?xml version="1\.0" encoding="UTF-8"\?><error><title>\d{3} /,
      },
    ],
  },
  {
    software: 'Sanic',
    layer: 'service',
    pages: [
      {
        says: "is Sanic's error text",
        weight: 'strong',
        body: /^\s*(?:⚠️?\uFE0F? )?\d{3} — [A-Z][^\n]*\n={5,}\n/,
      },
      {
        says: "is Sanic's error object",
        weight: 'strong',
        body: /^\{"description":"[^"]*","status":\d{3},"message":"/,
      },
      {
        says: "is Sanic's error page",
        weight: 'strong',
        body: /<h1>⚠️?\uFE0F? \d{3} — [^<]+<\/h1>/,
      },
    ],
  },
  {
    software: 'web.py',
    layer: 'service',
    pages: [
      {
        says: "is web.py's text",
        weight: 'medium',
        body: /^(?:not found|internal server error|forbidden|method not allowed|unauthorized|bad request|not acceptable|gone)$/,
        needs: [contentType(/^text\/html(?:; charset=utf-8)?$/)],
      },
    ],
  },
]
