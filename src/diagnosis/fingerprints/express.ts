import type { FieldSign, Fingerprint, PageSign } from './fingerprint.ts'

/** Express 4 and 5, seen with and without `x-powered-by`. The pages of its last resort are those of the
 *  package finalhandler, which connect uses too. */
const named: FieldSign = { name: 'X-Powered-By', value: /^Express$/i }

const lastResort: readonly PageSign[] = [
  {
    says: ["is Express's page for a path without a route", '是 Express 对没有路由的路径给出的页面'],
    weight: 'strong',
    statuses: [404],
    body: /<title>Error<\/title>[\s\S]{0,200}?<pre>Cannot [A-Z]+ [^<]*<\/pre>/,
    meaning: 'route_not_found',
  },
  {
    says: [
      "is Express's page for an unsupported Content-Type or charset",
      '是 Express 对不支持的 Content-Type 或 charset 给出的页面',
    ],
    weight: 'strong',
    statuses: [415],
    body: /<title>Error<\/title>[\s\S]{0,200}?<pre>[^<]{0,200}?(?:Unsupported Media Type|unsupported charset)/i,
    meaning: 'media_type',
  },
  {
    says: ["is Express's last-resort error page", '是 Express 最后兜底的错误页'],
    weight: 'strong',
    body: /<!DOCTYPE html>\s*<html lang="en">\s*<head>\s*<meta charset="utf-8">\s*<title>Error<\/title>\s*<\/head>\s*<body>\s*<pre>/i,
  },
  {
    says: ["is the beginning of Express's last-resort error page", '是 Express 兜底错误页的开头'],
    weight: 'medium',
    body: /^<!DOCTYPE html>\s*<html lang="en">\s*<head>\s*<meta charset="utf-8">\s*<title>Error<\/title>\s*(?:<\/head>\s*(?:<body>\s*)?)?$/i,
  },
]

export const express: readonly Fingerprint[] = [
  {
    software: 'Express',
    layer: 'service',
    pages: [
      ...lastResort.map((page) => ({ ...page, needs: [named] })),
      ...lastResort.map((page) => ({ ...page, sharedWith: ['connect'], mostly: true as const })),
      {
        says: [
          'is a bare status phrase with an ETag, as `res.sendStatus` writes',
          '只有状态短语，带有 ETag，是 `res.sendStatus` 的写法',
        ],
        weight: 'medium',
        body: /^(?:Bad Request|Unauthorized|Forbidden|Not Found|Method Not Allowed|Conflict|Too Many Requests|Internal Server Error|Bad Gateway|Service Unavailable|Gateway Timeout)$/,
        needs: [{ name: 'ETag', value: /^W\/"/ }],
      },
      {
        says: ['is the text of `res.redirect`', '是 `res.redirect` 的文本'],
        weight: 'medium',
        body: /^(?:<!DOCTYPE html><head><title>[^<]+<\/title><\/head><body>)?(?:<p>)?[A-Z][\w ]+\. Redirecting to \S+?(?:<\/p>(?:<\/body>)?)?$/,
      },
    ],
    headers: [
      { ...named, weight: 'weak' },
      { name: 'Content-Security-Policy', value: /^default-src 'none'$/, weight: 'medium' },
    ],
  },
]
