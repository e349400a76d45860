import { contentType, server, serverField, withoutBody } from './common-signs.ts'
import { emptyBody, noContent, type Fingerprint } from './fingerprint.ts'

const plainPage =
  /^<HTML><HEAD><TITLE>\d{3} [^<]+<\/TITLE><\/HEAD>\s*<BODY><H1>\d{3} [^<]+<\/H1>\s*[^<]*\s*<\/BODY><\/HTML>\s*$/

/** Small web servers. Seen (Debian 12): lighttpd 1.4.69, mini_httpd 1.30, busybox 1.35,
 *  webfs 1.21, civetweb 1.15 and H2O 2.2; the others from their source. */
export const smallServers: readonly Fingerprint[] = [
  {
    software: 'lighttpd',
    layer: 'access_layer',
    pages: [
      {
        says: ["has the shape of lighttpd's error page", '具有 lighttpd 错误页的形状'],
        weight: 'strong',
        body: /^<\?xml version="1\.0" encoding="iso-8859-1"\?>\s*<!DOCTYPE html PUBLIC "-\/\/W3C\/\/DTD XHTML 1\.0 Transitional\/\/EN"[\s\S]{0,300}?<title>\d{3} [^<]+<\/title>[\s\S]{0,100}?<h1>\d{3} /,
      },
      {
        says: [
          'is empty, in the order of fields of lighttpd itself',
          '为空，字段顺序是 lighttpd 自己的',
        ],
        weight: 'strong',
        statuses: [301, 302, 303, 307, 308, 403, 404, 500, 502, 503],
        body: emptyBody,
        needs: [
          noContent,
          { order: ['Content-Length', 'Connection', 'Date', 'Server'] },
          { name: 'Server', value: /^lighttpd(?:\/|$)/ },
        ],
      },
      {
        says: [
          'is empty, in the order of fields of lighttpd without its name',
          '为空，字段顺序是隐去名字的 lighttpd 的',
        ],
        weight: 'medium',
        statuses: [301, 302, 303, 307, 308],
        body: emptyBody,
        needs: [
          noContent,
          { order: ['Location', 'Content-Length', 'Connection', 'Date'] },
          { lacks: ['Server', 'Content-Type', 'Via', 'X-Powered-By'] },
        ],
      },
      {
        says: [
          'is not shown, but it has the length and the order of fields of a page of lighttpd',
          '未显示，但长度与字段顺序是 lighttpd 页面的',
        ],
        weight: 'strong',
        body: emptyBody,
        needs: [
          contentType(/^text\/html$/),
          { pageBytes: 315 },
          { order: ['Content-Type', 'Content-Length', 'Connection', 'Date'] },
        ],
      },
    ],
    headers: [server(/^lighttpd(?:\/|$)/i)],
  },
  {
    software: 'H2O',
    layer: 'access_layer',
    pages: [
      {
        says: ["is H2O's page for a redirect", '是 H2O 的跳转页'],
        weight: 'strong',
        body: /^<!DOCTYPE html><TITLE>Moved<\/TITLE><P>The document has moved <A HREF="/,
      },
      {
        says: ['is a text of H2O for a backend that failed', '是 H2O 在后端失败时的文本'],
        weight: 'medium',
        statuses: [502, 503, 504],
        body: /^(?:connection failed|I\/O error|refused connection|upstream error)[^\n<]{0,60}$/,
        meaning: 'bad_gateway',
      },
      {
        says: ['is a text of H2O for a backend that was too slow', '是 H2O 在后端过慢时的文本'],
        weight: 'medium',
        statuses: [502, 503, 504],
        body: /^(?:connection timeout|first byte timeout)[^\n<]{0,60}$/,
        meaning: 'upstream_timeout',
      },
      {
        says: [
          'is a short text in small letters, in the order of fields of H2O',
          '是小写的短文本，字段顺序同 H2O',
        ],
        weight: 'medium',
        body: /^[a-z][a-z/ ()-]{3,60}$/,
        needs: [
          serverField(/^h2o\//),
          { order: ['Date', 'Connection', 'Content-Length', 'Server', 'Content-Type'] },
        ],
      },
      {
        says: [
          'is not shown, in the order of fields of H2O and with its own phrase',
          '未显示，字段顺序是 H2O 的，并带有它自己的短语',
        ],
        weight: 'medium',
        body: emptyBody,
        needs: [
          serverField(/^h2o\//),
          {
            phrase:
              /^(?:File Not Found|Gateway Error|Access Forbidden|Invalid Request|Internal Server Error)$/,
          },
        ],
      },
    ],
    headers: [server(/^h2o\//i)],
  },
  {
    software: 'mini_httpd',
    layer: 'access_layer',
    pages: [
      {
        says: ["ends in mini_httpd's signature", '以 mini_httpd 的签名结尾'],
        weight: 'strong',
        body: /<A HREF="http:\/\/www\.acme\.com\/software\/mini_httpd\/">mini_httpd\/(?<version>[\d.]+)/i,
      },
    ],
    headers: [server(/^mini_httpd\//i)],
  },
  {
    software: 'thttpd',
    layer: 'access_layer',
    pages: [
      {
        says: ["ends in thttpd's signature", '以 thttpd 的签名结尾'],
        weight: 'strong',
        body: /<A HREF="http:\/\/www\.acme\.com\/software\/thttpd\/">thttpd(?:\/(?<version>[\w.]+))?/i,
      },
    ],
    headers: [server(/^thttpd\//i)],
  },
  {
    software: 'micro_httpd',
    layer: 'access_layer',
    pages: [
      {
        says: ["ends in micro_httpd's signature", '以 micro_httpd 的签名结尾'],
        weight: 'strong',
        body: /<a href="https?:\/\/(?:www\.)?acme\.com\/software\/micro_httpd\/?">micro_httpd<\/a>/i,
      },
    ],
    headers: [server(/^micro_httpd/i)],
  },
  {
    software: 'busybox httpd',
    layer: 'access_layer',
    pages: [
      {
        says: ["is the error page of busybox's httpd", '是 busybox 的 httpd 的错误页'],
        weight: 'strong',
        body: plainPage,
        needs: [{ lacks: ['Server'] }],
      },
      {
        says: ["is a page like that of busybox's httpd", '是类似 busybox 的 httpd 的页面'],
        weight: 'medium',
        body: plainPage,
        sharedWith: ['Boa'],
      },
    ],
  },
  {
    software: 'Boa',
    layer: 'access_layer',
    pages: [
      {
        says: ["is Boa's error page", '是 Boa 的错误页'],
        weight: 'strong',
        body: plainPage,
        needs: [serverField(/^Boa\//)],
      },
    ],
    headers: [server(/^Boa\//)],
  },
  {
    software: 'webfs',
    layer: 'access_layer',
    pages: [
      {
        says: ['is a text of webfs', '是 webfs 的文本'],
        weight: 'strong',
        body: /^(?:File or directory not found|Sorry folks|\*PLONK\*|Access denied|Internal Server Error)$/,
        needs: [contentType(/^text\/plain$/), { order: ['Server', 'Connection', 'Accept-Ranges'] }],
      },
      withoutBody('webfs', /^webfs\//),
    ],
    headers: [server(/^webfs\//i)],
  },
  {
    software: 'CivetWeb',
    layer: 'access_layer',
    pages: [
      {
        says: ["is CivetWeb's (or Mongoose's) error text", '是 CivetWeb（或 Mongoose）的错误文本'],
        weight: 'strong',
        body: /^Error \d{3}: [A-Z][^\n]*(?:\n|$)/,
        needs: [
          {
            name: 'Cache-Control',
            value: /^no-cache, no-store, must-revalidate, private, max-age=0$/,
          },
        ],
      },
      {
        says: ["is empty, with CivetWeb's digest challenge", '为空，带有 CivetWeb 的 digest 质询'],
        weight: 'medium',
        statuses: [401],
        body: emptyBody,
        needs: [
          noContent,
          { name: 'WWW-Authenticate', value: /^Digest qop="auth", realm="[^"]*", nonce="\d+"/ },
        ],
      },
    ],
  },
  {
    software: 'darkhttpd',
    layer: 'access_layer',
    pages: [
      {
        says: ['says that darkhttpd generated it', '表明由 darkhttpd 生成'],
        weight: 'strong',
        body: /Generated by darkhttpd\/(?<version>[\w.]+)/,
      },
    ],
    headers: [server(/^darkhttpd\//i)],
  },
  {
    software: 'GoAhead',
    layer: 'access_layer',
    pages: [
      {
        says: ["is GoAhead's error page", '是 GoAhead 的错误页'],
        weight: 'strong',
        body: /<h2>Access Error: (?:\d{3} -- )?[^<]+<\/h2>/i,
      },
    ],
    headers: [server(/^GoAhead/i)],
  },
  {
    software: 'LiteSpeed',
    layer: 'access_layer',
    pages: [
      {
        says: ["is LiteSpeed's error page", '是 LiteSpeed 的错误页'],
        weight: 'strong',
        body: /Proudly powered by (?:<a[^>]*>)?\s*LiteSpeed Web Server|<h1 style="margin:0; font-size:150px; line-height:150px; font-weight:bold;">\d{3}<\/h1>/i,
      },
    ],
    headers: [server(/^LiteSpeed/i)],
  },
]
