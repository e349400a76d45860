import { contentType, server, serverField, withoutBody } from './common-signs.ts'
import type { Fingerprint } from './fingerprint.ts'

/** Servers of Python with an event loop, each a framework too. Seen (Debian 12): Tornado 6.2, aiohttp 3.8,
 *  twisted.web 22.4. */
export const pythonAsyncServers: readonly Fingerprint[] = [
  {
    software: 'Tornado',
    layer: 'service',
    pages: [
      {
        says: ['is a traceback of Tornado', '是 Tornado 的 traceback'],
        weight: 'strong',
        body: /^Traceback \(most recent call last\):[\s\S]{0,200}?\/tornado\/web\.py"/,
        meaning: 'debug_page',
      },
      withoutBody('Tornado', /^TornadoServer\//),
      {
        says: ["is Tornado's error page", '是 Tornado 的错误页'],
        weight: 'strong',
        body: /^<html><title>\d{3}: [^<]+<\/title><body>\d{3}: [^<]+<\/body><\/html>$/,
      },
    ],
    headers: [server(/^TornadoServer\//i)],
  },
  {
    software: 'aiohttp',
    layer: 'service',
    pages: [
      withoutBody('aiohttp', /^Python\/[\d.]+ aiohttp\//),
      {
        says: [
          'is plain text in the order of fields in which aiohttp refuses a request',
          '是纯文本，字段顺序是 aiohttp 拒绝请求时的',
        ],
        weight: 'medium',
        statuses: [400, 413, 417],
        body: /^[A-Z][^<{]{3,400}$/,
        needs: [
          contentType(/^text\/plain; charset=utf-8$/),
          { order: ['Content-Type', 'Content-Length', 'Date', 'Server'] },
          serverField(/^Python\/[\d.]+ aiohttp\//),
        ],
      },
      {
        says: [
          "is aiohttp's text for an application that fails",
          '是 aiohttp 在应用出错时给出的文本',
        ],
        weight: 'strong',
        statuses: [500],
        body: /Server got itself in trouble/,
      },
      {
        says: ["is aiohttp's text: status, colon, phrase", '是 aiohttp 的文本：状态码、冒号、短语'],
        weight: 'strong',
        body: /^\d{3}: [A-Z][A-Za-z -]+$/,
        needs: [contentType(/^text\/plain; charset=utf-8$/)],
      },
      {
        says: [
          "is aiohttp's text for a request it cannot parse",
          '是 aiohttp 对无法解析的请求给出的文本',
        ],
        weight: 'medium',
        statuses: [400],
        body: /^(?:400, message=|Bad status line|<html><head><title>400 Bad Request<\/title><\/head><body>\n<h1>400 Bad Request<\/h1>)|^Data after `Connection: close`/,
      },
    ],
    headers: [server(/^Python\/[\d.]+ aiohttp\//i)],
  },
  {
    software: 'twisted.web',
    layer: 'service',
    pages: [
      withoutBody('twisted.web', /^TwistedWeb\//),
      {
        says: ["is twisted.web's error page", '是 twisted.web 的错误页'],
        weight: 'strong',
        body: /^\s*(?:<!DOCTYPE html>\s*)?<html>\s*<head><title>\d{3} - [^<]+<\/title><\/head>\s*<body>\s*<h1>[^<]+<\/h1>\s*<p>/i,
      },
      {
        says: [
          "is twisted.web's page for an application that fails",
          '是 twisted.web 在应用出错时给出的页面',
        ],
        weight: 'strong',
        body: /<title>web\.Server Traceback \(most recent call last\)<\/title>|<html><head><title>Processing Failed<\/title><\/head>/,
        meaning: 'debug_page',
      },
    ],
    headers: [server(/^TwistedWeb\//i)],
  },
]
