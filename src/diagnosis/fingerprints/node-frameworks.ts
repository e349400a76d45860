import { barePhrase, contentType, nodeOrder, phrases, withoutBody } from './common-signs.ts'
import { emptyBody, noContent, type Fingerprint, type HeadSign } from './fingerprint.ts'

/** Frameworks on Node.js besides Express. Seen: Fastify 5, hapi 21, Koa 3, restify 11, NestJS 11,
 *  Hono 4, polka and micro 10. */
const text: HeadSign = contentType(/^text\/plain; ?charset=utf-8$/i)
const nobodyElse: HeadSign = { lacks: ['Server', 'X-Powered-By', 'ETag', 'X-Request-Id'] }

export const nodeFrameworks: readonly Fingerprint[] = [
  {
    software: 'Fastify',
    layer: 'service',
    pages: [
      {
        says: [
          "is Fastify's text for a path without a route",
          '是 Fastify 对没有路由的路径给出的文本',
        ],
        weight: 'strong',
        statuses: [404],
        body: /^\s*\{\s*"message"\s*:\s*"Route [A-Z]+:[^"]* not found"\s*,\s*"error"\s*:\s*"Not Found"\s*,\s*"statusCode"\s*:\s*404\s*\}/,
        meaning: 'route_not_found',
      },
      {
        says: [
          'carries an error code of Fastify for a Content-Type it does not take',
          '带有 Fastify 对不接受的 Content-Type 的错误码',
        ],
        weight: 'strong',
        member: 'code',
        body: /^FST_ERR_CTP_INVALID_MEDIA_TYPE$/,
        meaning: 'media_type',
      },
      {
        says: ['carries an error code of Fastify', '带有 Fastify 的错误码'],
        weight: 'strong',
        member: 'code',
        body: /^FST_(?!REPLY_FROM)[A-Z_]+$/,
      },
      {
        says: [
          'is what Fastify writes on the bare socket for a request it cannot parse',
          '是 Fastify 对无法解析的请求直接写到连接上的内容',
        ],
        weight: 'strong',
        body: /^\{"error":"[A-Z][^"]*","message":"(?:Client Error|Client Timeout|Exceeded maximum allowed HTTP header size)","statusCode":\d{3}\}$/,
      },
      {
        says: ['is empty, as Fastify redirects', '为空，是 Fastify 的跳转方式'],
        weight: 'medium',
        statuses: [301, 302, 303, 307, 308],
        body: emptyBody,
        needs: [
          noContent,
          { name: 'location', spelled: true },
          { order: ['location', 'content-length', 'Date', 'Connection'] },
          { lacks: ['Content-Type', 'Server'] },
        ],
        sharedWith: ['node:http'], // whatever program writes the two fields itself
      },
      {
        says: ["is Fastify's error object", '是 Fastify 的错误对象'],
        weight: 'medium',
        body: /^\{"statusCode":\d{3},(?:"code":"[^"]*",)?"error":"[A-Z][^"]*","message":"/,
        needs: [
          contentType(/^application\/json; charset=utf-8$/),
          { order: ['content-type', 'content-length', 'Date', 'Connection'] },
          { lacks: ['cache-control'] },
        ],
      },
    ],
    headers: [{ name: 'content-type', spelled: true, weight: 'weak' }],
  },
  {
    software: 'hapi',
    layer: 'service',
    pages: [
      {
        says: ["is hapi's error object, not to be cached", '是 hapi 的错误对象，不可缓存'],
        weight: 'strong',
        body: /^\{"statusCode":\d{3},"error":"[A-Z][^"]*","message":"/,
        needs: [
          { name: 'cache-control', value: /^no-cache$/ },
          { lacks: ['ETag', 'X-Powered-By'] },
        ],
      },
      {
        says: [
          'is not shown or empty, with the fields of hapi in their order',
          '未显示或为空，带有 hapi 的字段，顺序一致',
        ],
        weight: 'medium',
        body: emptyBody,
        needs: [
          { name: 'cache-control', value: /^no-cache$/, spelled: true },
          { order: ['content-type', 'cache-control', 'content-length', 'Date', 'Connection'] },
          { lacks: ['ETag', 'X-Powered-By', 'Server'] },
        ],
      },
    ],
  },
  {
    software: 'NestJS',
    layer: 'service',
    builtOn: ['Express', 'Fastify'],
    pages: [
      {
        says: [
          "is NestJS's text for a path without a route",
          '是 NestJS 对没有路由的路径给出的文本',
        ],
        weight: 'strong',
        statuses: [404],
        body: /^\s*\{\s*"message"\s*:\s*"Cannot [A-Z]+ [^"]*"\s*,\s*"error"\s*:\s*"Not Found"\s*,\s*"statusCode"\s*:\s*404\s*\}/,
        meaning: 'route_not_found',
      },
      {
        says: ["is NestJS's text for a failure", '是 NestJS 对失败给出的文本'],
        weight: 'strong',
        statuses: [500],
        body: /^\s*\{\s*"statusCode"\s*:\s*500\s*,\s*"message"\s*:\s*"Internal server error"\s*\}\s*$/,
      },
      {
        says: ["is NestJS's error object", '是 NestJS 的错误对象'],
        weight: 'strong',
        body: new RegExp(
          String.raw`^\s*\{\s*"message"\s*:\s*(?:"(?:${phrases})"|(?:"(?!Route [A-Z]+:)[^"]*"|\[[^\]]*\])\s*,\s*"error"\s*:\s*"[A-Z][^"]*")\s*,\s*"statusCode"\s*:\s*\d{3}\s*\}\s*$`,
        ),
      },
      {
        says: [
          "is NestJS's object for an exception with a text",
          '是 NestJS 对带文本的异常给出的对象',
        ],
        weight: 'strong',
        body: /^\{"statusCode":\d{3},"message":"[^"]*"\}$/,
        needs: [contentType(/^application\/json; charset=utf-8$/)],
        sharedWith: ['Express'], // any program on it can write these two members
        mostly: true,
      },
      {
        says: ["is NestJS's refusal by a guard", '是 NestJS 的 guard 的拒绝'],
        weight: 'strong',
        body: /^\s*\{\s*"statusCode"\s*:\s*\d{3}\s*,\s*"message"\s*:\s*(?:"[^"]*"|\[[^\]]*\])\s*,\s*"error"\s*:\s*"/,
      },
    ],
  },
  {
    software: 'Koa',
    layer: 'service',
    pages: [
      {
        says: [
          'is a bare phrase as text, in the order of fields in which Koa sends it',
          '只有原因短语，为文本，字段顺序同 Koa',
        ],
        weight: 'medium',
        body: barePhrase,
        needs: [
          contentType(/^text\/plain; charset=utf-8$/),
          { order: ['Content-Type', 'Content-Length', 'Date', 'Connection'] },
          nobodyElse,
        ],
      },
      {
        says: ["is Koa's text for a redirect", '是 Koa 的跳转文本'],
        weight: 'strong',
        statuses: [301, 302, 303, 307, 308],
        body: /^Redirecting to (?:<a href="[^"]*">)?\S+?(?:<\/a>)?\.$/,
      },
    ],
    headers: [{ name: 'Content-Type', spelled: true, weight: 'weak' }],
  },
  {
    software: 'restify',
    layer: 'service',
    pages: [
      withoutBody('restify', /^restify$/i),
      {
        says: ["is restify's error object", '是 restify 的错误对象'],
        weight: 'strong',
        body: /^\{"code":"(?:ResourceNotFound","message":"\/[^"]* does not exist|MethodNotAllowed","message":"[A-Z]+ is not allowed)"\}$/,
      },
      {
        says: [
          "has the shape of restify's error object, with one of its codes",
          '具有 restify 错误对象的形状，带有它的错误码之一',
        ],
        weight: 'medium', // services in other languages write {"code":"BadRequest","message":"…"} too
        body: /^\{"code":"(?:ResourceNotFound|MethodNotAllowed|Internal(?:Server|Error)?|BadRequest|InvalidContent|UnsupportedMediaType|NotAuthorized|Forbidden|TooManyRequests|RequestEntityTooLarge|PayloadTooLarge|NotAcceptable|ServiceUnavailable|[A-Z][A-Za-z]+(?:Error|Argument|Credentials|Version|Header))","message":"/,
      },
    ],
    headers: [{ name: 'Server', value: /^restify$/i, weight: 'medium' }],
  },
  {
    software: 'Hono',
    layer: 'service',
    pages: [
      {
        says: [
          'is a text or nothing, with the type as web-standard responses spell it, from Node.js',
          '是文本或为空，类型拼写同 Web 标准 Response，来自 Node.js',
        ],
        weight: 'medium',
        body: /^[^<{]{0,200}$/,
        needs: [
          contentType(/^text\/plain; ?charset=UTF-8$/),
          { name: 'content-type', spelled: true },
          { order: ['Date', 'Connection', 'Transfer-Encoding'], adjacent: true },
          { lacks: ['Server', 'X-Powered-By', 'vary'] },
        ],
      },
      {
        says: ["is Hono's text for a path without a route", '是 Hono 对没有路由的路径给出的文本'],
        weight: 'strong',
        statuses: [404],
        body: /^404 Not Found$/,
        needs: [text],
        meaning: 'route_not_found',
      },
      {
        says: ["is Hono's text for an application that fails", '是 Hono 在应用出错时给出的文本'],
        weight: 'medium',
        statuses: [500],
        body: /^Internal Server Error$/,
        needs: [
          contentType(/^text\/plain; ?charset=UTF-8$/),
          { name: 'Date', spelled: true },
          { lacks: ['Server', 'X-Powered-By'] },
        ],
      },
    ],
    headers: [{ name: 'content-type', spelled: true, weight: 'weak' }],
  },
  {
    software: 'polka',
    layer: 'service',
    pages: [
      {
        says: [
          'is a bare phrase without a type, as polka ends a request',
          '只有原因短语，没有类型，是 polka 结束请求的方式',
        ],
        weight: 'medium',
        body: barePhrase,
        needs: [
          { order: ['Date', 'Connection', 'Content-Length'] },
          { lacks: ['Content-Type', 'Server', 'X-Powered-By'] },
        ],
      },
    ],
    headers: [{ name: 'Content-Length', spelled: true, weight: 'weak' }],
  },
  {
    software: 'micro',
    layer: 'service',
    pages: [
      {
        says: ['is one of the texts of micro', '是 micro 的文本之一'],
        weight: 'strong',
        body: /^(?:Body exceeded \S+ limit|Invalid JSON|Invalid body)$/,
        needs: [{ lacks: ['Content-Type'] }, nodeOrder],
      },
      {
        says: [
          'is a bare phrase without a type, its length first, as micro sends it',
          '只有原因短语，没有类型，长度在最前，是 micro 的发送方式',
        ],
        weight: 'medium',
        body: barePhrase,
        needs: [
          nodeOrder,
          { name: 'Date', spelled: true },
          { lacks: ['Content-Type', 'Server', 'X-Powered-By'] },
        ],
      },
    ],
    headers: [{ name: 'Content-Length', spelled: true, weight: 'weak' }],
  },
]
