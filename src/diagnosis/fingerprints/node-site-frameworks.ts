import { contentType } from './common-signs.ts'
import type { Fingerprint } from './fingerprint.ts'

/** Frameworks on Node.js or Bun that bring conventions and tools of their own. Seen: h3 1 and 2, Feathers 5,
 *  Next.js 16 and Vite 8; the others from their source. */
export const nodeSiteFrameworks: readonly Fingerprint[] = [
  {
    software: 'h3',
    layer: 'service',
    pages: [
      {
        says: ["is h3's text for a path without a route", '是 h3 对没有路由的路径给出的文本'],
        weight: 'strong',
        statuses: [404],
        body: /^\s*\{\s*"status"\s*:\s*404\s*,\s*"message"\s*:\s*"Cannot find any route matching \[/,
        meaning: 'route_not_found',
      },
      {
        says: [
          'is an object of status and message, with the type as web-standard responses spell it',
          '是含状态码与信息的对象，类型拼写同 Web 标准 Response',
        ],
        weight: 'medium',
        body: /^\{"status":\d{3},"message":"/,
        needs: [contentType(/^application\/json;charset=UTF-8$/)],
      },
      {
        says: ["is h3's page for a redirect", '是 h3 的跳转页'],
        weight: 'strong',
        body: /^<html><head><meta http-equiv="refresh" content="0; url=[^"]*" \/><\/head><\/html>$/,
      },
      {
        says: ['is the error object of h3 (Nuxt, Nitro)', '是 h3（Nuxt、Nitro）的错误对象'],
        weight: 'strong',
        body: /^\s*\{\s*(?:"error"\s*:\s*true\s*,\s*)?(?:"url"\s*:\s*"[^"]*"\s*,\s*)?(?:"statusCode"\s*:\s*\d{3}\s*,\s*"(?:statusMessage|unhandled|stack"\s*:\s*\[)|"status"\s*:\s*\d{3}\s*,\s*"(?:statusText|unhandled)")/,
      },
    ],
  },
  {
    software: 'Feathers',
    layer: 'service',
    builtOn: ['Express', 'Koa'],
    pages: [
      {
        says: ["is Feathers' error object", '是 Feathers 的错误对象'],
        weight: 'strong',
        member: 'className',
        body: /^(?:bad-request|not-authenticated|payment-error|forbidden|not-found|method-not-allowed|not-acceptable|timeout|conflict|gone|length-required|unprocessable|too-many-requests|general-error|not-implemented|bad-gateway|unavailable)$/,
      },
    ],
  },
  {
    software: 'Elysia',
    layer: 'service',
    pages: [
      {
        says: ["is Elysia's text or object", '是 Elysia 的文本或对象'],
        weight: 'medium',
        body: /^(?:NOT_FOUND|INTERNAL_SERVER_ERROR)$|^\s*\{\s*"type"\s*:\s*"validation"\s*,\s*"on"\s*:/,
      },
    ],
  },
  {
    software: 'AdonisJS',
    layer: 'service',
    pages: [
      {
        says: [
          "is AdonisJS's text for a path without a route",
          '是 AdonisJS 对没有路由的路径给出的文本',
        ],
        weight: 'strong',
        statuses: [404],
        member: 'message',
        body: /^(?:E_ROUTE_NOT_FOUND: )?Cannot [A-Z]+:\//,
        meaning: 'route_not_found',
      },
      {
        says: [
          'holds the error of AdonisJS for a path without a route',
          '含有 AdonisJS 对没有路由的路径的错误',
        ],
        weight: 'strong',
        statuses: [404],
        body: /E_ROUTE_NOT_FOUND/,
        meaning: 'route_not_found',
      },
    ],
  },
  {
    software: 'Next.js',
    layer: 'service',
    pages: [
      {
        says: ['comes with the Vary that only Next.js sends', '附有只有 Next.js 才发送的 Vary'],
        weight: 'strong',
        body: /^/,
        needs: [{ name: 'vary', value: /\bnext-router-state-tree\b/i }],
      },
      {
        says: ["is a text of Next.js' image optimizer", '是 Next.js 图片优化器的文本'],
        weight: 'strong',
        statuses: [400],
        body: /^"(?:url|w|q)" parameter (?:is required|is not allowed|must be|cannot be)|^The requested resource isn't a valid image\.$/,
      },
      {
        says: ['is the address alone, as Next.js redirects', '只有地址，是 Next.js 的跳转方式'],
        weight: 'medium',
        statuses: [307, 308],
        body: /^(?:https?:\/)?\/\S+$/,
        needs: [
          { order: ['location', 'Date', 'Connection'] },
          { lacks: ['Content-Type', 'Server'] },
        ],
      },
      {
        says: [
          "is Next.js's page for a path without a route",
          '是 Next.js 对没有路由的路径给出的页面',
        ],
        weight: 'strong',
        statuses: [404],
        body: /This page could not be found\.?(?:<!-- -->)?<\/|"page":"\/_error"|\/_next\/static\//,
        meaning: 'route_not_found',
      },
      {
        says: ["is Next.js's error page", '是 Next.js 的错误页'],
        weight: 'strong',
        body: /"page":"\/(?:_error|500)"/,
      },
    ],
    headers: [{ name: 'X-Powered-By', value: /^Next\.js/i, weight: 'medium' }],
  },
  {
    software: 'Vite',
    layer: 'service',
    builtOn: ['Express'],
    pages: [
      {
        says: [
          'says that the Vite server does not know this host',
          '表明 Vite 服务器不认识该 Host',
        ],
        weight: 'strong',
        statuses: [403],
        body: /^Blocked request\. This host \(.{0,200}\) is not allowed\./,
        meaning: 'host_refused',
      },
    ],
  },
  {
    software: 'webpack-dev-server',
    layer: 'service',
    builtOn: ['Express'],
    pages: [
      {
        says: [
          'says that the development server does not know this host',
          '表明开发服务器不认识该 Host',
        ],
        weight: 'strong',
        body: /^Invalid Host header$|^Invalid Host\/Origin header$/,
        meaning: 'host_refused',
      },
    ],
  },
]
