import { barePhrase, contentType, server, serverField } from './common-signs.ts'
import { emptyBody, noContent, type Fingerprint } from './fingerprint.ts'

/** FastAPI writes JSON without spaces. */
const fastApiTexts =
  'Method Not Allowed|Not authenticated|Invalid authentication credentials|There was an error parsing the body|Bad Request|Unauthorized|Forbidden|Not Acceptable|Conflict|Gone|Precondition Failed|Request Entity Too Large|Unsupported Media Type|Unprocessable (?:Entity|Content)|Too Many Requests|Internal Server Error|Not Implemented|Bad Gateway|Service Unavailable|Gateway Timeout'

/** Starlette, what is built on it and what began as it. Seen (Debian 12): FastAPI 0.92, Starlette 0.26;
 *  Litestar from its source. */
export const starletteFamily: readonly Fingerprint[] = [
  {
    software: 'FastAPI',
    layer: 'service',
    builtOn: ['Starlette'],
    pages: [
      {
        says: [
          "is FastAPI's text for a body that it did not read as JSON",
          '是 FastAPI 对没有当作 JSON 读取的请求体给出的文本',
        ],
        weight: 'strong',
        body: /^\s*\{\s*"detail"\s*:\s*\[\s*\{[^}]{0,200}?"loc":\["body"\],"msg":"(?:value is not a valid (?:dict|list)|Input should be a valid (?:dictionary|list)[^"]*)"/,
        meaning: 'media_type',
      },
      {
        says: [
          "is FastAPI's list of what is wrong with the request",
          '是 FastAPI 列出的请求错误清单',
        ],
        weight: 'strong',
        body: /^\s*\{\s*"detail"\s*:\s*\[\s*\{[\s\S]{0,200}?"loc"\s*:\s*\[/,
      },
      {
        says: [
          "is FastAPI's text for a path without a route (without the full stop of Django REST framework)",
          '是 FastAPI 对没有路由的路径给出的文本（没有 Django REST framework 的句点）',
        ],
        weight: 'strong',
        statuses: [404],
        body: /^\{"detail":"Not Found"\}\s*$/,
        meaning: 'route_not_found',
      },
      {
        says: [
          "is FastAPI's text for a path without a route, in the spacing of others or of whoever copied it",
          '是 FastAPI 对没有路由的路径给出的文本，但空格像是其他程序或复制者加的',
        ],
        weight: 'strong',
        statuses: [404],
        body: /^\s*\{\s*"detail"\s*:\s*"Not Found"\s*\}\s*$/,
        sharedWith: ['Django Ninja'],
        mostly: true,
        meaning: 'route_not_found',
      },
      {
        says: ["is one of FastAPI's texts", '是 FastAPI 的文本之一'],
        weight: 'strong',
        body: new RegExp(String.raw`^\{"detail":"(?:${fastApiTexts})"\}\s*$`),
      },
      {
        says: [
          "is one of FastAPI's texts, in the spacing of others or of whoever copied it",
          '是 FastAPI 的文本之一，但空格像是其他程序或复制者加的',
        ],
        weight: 'strong',
        body: new RegExp(String.raw`^\s*\{\s*"detail"\s*:\s*"(?:${fastApiTexts})"\s*\}\s*$`),
        sharedWith: ['Django Ninja'],
        mostly: true,
      },
    ],
    headers: [server(/^(?:uvicorn|hypercorn)/i)],
  },
  {
    software: 'Starlette',
    layer: 'service',
    pages: [
      {
        says: [
          "is Starlette's text for a Host that TrustedHostMiddleware does not know",
          '是 Starlette 对 TrustedHostMiddleware 不认识的 Host 给出的文本',
        ],
        weight: 'strong',
        statuses: [400],
        body: /^Invalid host header$/,
        sharedWith: ['FastAPI'],
        mostly: true,
        meaning: 'host_refused',
      },
      {
        says: [
          "is Starlette's text for an application that fails",
          '是 Starlette 在应用出错时给出的文本',
        ],
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
        says: ['is empty, as Starlette redirects', '为空，是 Starlette 的跳转方式'],
        weight: 'medium',
        statuses: [301, 302, 303, 307, 308],
        body: emptyBody,
        needs: [noContent, serverField(/^uvicorn$/), { order: ['Content-Length', 'Location'] }],
        sharedWith: ['FastAPI'],
        mostly: true,
      },
      {
        says: [
          'is a bare phrase with the fields of Starlette, in their order and spelling',
          '只有原因短语，带有 Starlette 的字段，顺序与拼写一致',
        ],
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
        says: ["is Litestar's error object", '是 Litestar 的错误对象'],
        weight: 'medium',
        body: /^\s*\{\s*"status_code"\s*:\s*\d{3}\s*,\s*"detail"\s*:\s*"/,
      },
    ],
  },
]
