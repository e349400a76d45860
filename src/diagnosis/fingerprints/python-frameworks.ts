import { contentType, server, serverField } from './common-signs.ts'
import { emptyBody, noContent, type Fingerprint } from './fingerprint.ts'

/** Frameworks written in Python, the families of Django and Starlette apart. Seen (Debian 12): Flask
 *  2.2 with Werkzeug 2.2, Quart 0.18, Pyramid 2.0, Bottle 0.12, Falcon 3.1, web.py 0.62 and Paste 3.5;
 *  Sanic from its source. */
export const pythonFrameworks: readonly Fingerprint[] = [
  {
    software: 'Flask',
    layer: 'service',
    pages: [
      {
        says: [
          "is Flask's (Werkzeug's) page for a path without a route",
          '是 Flask（Werkzeug）对没有路由的路径给出的页面',
        ],
        weight: 'strong',
        statuses: [404],
        body: /^<!doctype html>\s*<html lang=en>\s*<title>404 Not Found<\/title>\s*<h1>Not Found<\/h1>\s*<p>The requested URL was not found on the server\. If you entered/i,
        meaning: 'route_not_found',
      },
      {
        says: [
          "is Flask's (Werkzeug's) page for an unsupported Content-Type",
          '是 Flask（Werkzeug）对不支持的 Content-Type 给出的页面',
        ],
        weight: 'strong',
        statuses: [415],
        body: /^<!doctype html>\s*<html lang=en>\s*<title>415 /i,
        meaning: 'media_type',
      },
      {
        says: ["is Flask's (Werkzeug's) error page", '是 Flask（Werkzeug）的错误页'],
        weight: 'strong',
        body: /^<!doctype html>\s*<html lang=en>\s*<title>(?:\d{3} [^<]+|Redirecting\.\.\.)<\/title>\s*<h1>/i,
      },
      {
        says: [
          "is the debugger of Werkzeug, Flask's library",
          '是 Flask 所用的库 Werkzeug 的调试器',
        ],
        weight: 'strong',
        body: /<title>[^<]*\/\/ Werkzeug Debugger<\/title>/,
        meaning: 'debug_page',
      },
      {
        says: [
          'is not shown, but the reason phrase is in capitals, as Werkzeug writes it',
          '未显示，但原因短语为大写，是 Werkzeug 的写法',
        ],
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
        says: [
          "is Flask's page from hypercorn, which Flask cannot run on: it is Quart's",
          '是 Flask 的页面但来自 hypercorn，而 Flask 不能运行在它上面：实为 Quart',
        ],
        weight: 'strong',
        body: /^<!doctype html>\s*<html lang=en>\s*<title>(?:\d{3} [^<]+|Redirecting\.\.\.)<\/title>\s*<h1>/i,
        needs: [serverField(/^hypercorn-/)],
      },
    ],
    headers: [server(/^hypercorn-/i)],
  },
  {
    software: 'Pyramid',
    layer: 'service',
    pages: [
      {
        says: ["is Pyramid's error page", '是 Pyramid 的错误页'],
        weight: 'strong',
        body: /^<html>\s*<head>\s*<title>\d{3} [^<]+<\/title>\s*<\/head>\s*<body>\s*<h1>\d{3} [^<]+<\/h1>\s*(?:[A-Z][^<]*<br\/><br\/>|The resource (?:was found|has been moved|was |has )[^<]*; you should be redirected)/,
      },
      {
        says: ['is an error of Pyramid as JSON', '是 Pyramid 的 JSON 错误'],
        weight: 'strong',
        body: /^\{"message": "[\s\S]{0,2000}", "code": "\d{3} [A-Z][^"]*", "title": "[^"]*"\}$/,
      },
      {
        says: ['is an error of Pyramid (or of WebOb) as text', '是 Pyramid（或 WebOb）的文本错误'],
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
        says: ["is WebOb's error page", '是 WebOb 的错误页'],
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
        says: ["is Paste's error page", '是 Paste 的错误页'],
        weight: 'strong',
        body: /<hr noshade>\s*<div align="right">WSGI Server<\/div>/,
      },
      {
        says: ["is Paste's error text", '是 Paste 的错误文本'],
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
        says: ['is empty, as Bottle redirects', '为空，是 Bottle 的跳转方式'],
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
        says: ["is Bottle's error page", '是 Bottle 的错误页'],
        weight: 'strong',
        body: /<title>Error: \d{3} [^<]+<\/title>[\s\S]{0,1000}?<p>Sorry, the requested URL <tt>/,
      },
      {
        says: [
          'is what Bottle says when its error page fails too',
          '是 Bottle 在错误页本身也出错时给出的内容',
        ],
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
        says: ["is Falcon's error object", '是 Falcon 的错误对象'],
        weight: 'strong',
        body: /^\{"title": "(?:\d{3} [A-Z][^"]*|Unsupported media type|Invalid (?:JSON|parameter|header value)|Missing (?:parameter|header value)|Media not acceptable)"/,
      },
      {
        says: ["is Falcon's error as XML", '是 Falcon 的 XML 错误'],
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
        says: ["is Sanic's error text", '是 Sanic 的错误文本'],
        weight: 'strong',
        body: /^\s*(?:⚠️?\uFE0F? )?\d{3} — [A-Z][^\n]*\n={5,}\n/,
      },
      {
        says: ["is Sanic's error object", '是 Sanic 的错误对象'],
        weight: 'strong',
        body: /^\{"description":"[^"]*","status":\d{3},"message":"/,
      },
      {
        says: ["is Sanic's error page", '是 Sanic 的错误页'],
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
        says: ["is web.py's text", '是 web.py 的文本'],
        weight: 'medium',
        body: /^(?:not found|internal server error|forbidden|method not allowed|unauthorized|bad request|not acceptable|gone)$/,
        needs: [contentType(/^text\/html(?:; charset=utf-8)?$/)],
      },
    ],
  },
]
