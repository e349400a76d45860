import { emptyBody, noContent, type Fingerprint } from './fingerprint.ts'

/** HAProxy 2.6. Its own answers name no server and are whole sentences of one table (errors of
 *  `http_ana.c`), so the text alone is strong. */
function pageWith(sentence: string): RegExp {
  return new RegExp(
    String.raw`^<html><body><h1>\d{3} [^<]+<\/h1>\n${sentence}\s*(?:<\/body><\/html>\s*)?$`,
  )
}

export const haproxy: readonly Fingerprint[] = [
  {
    software: 'HAProxy',
    layer: 'access_layer',
    pages: [
      {
        says: [
          'is the HAProxy page for "no server is available"',
          '是 HAProxy 表示 "no server is available" 的页面',
        ],
        weight: 'strong',
        body: pageWith(String.raw`No server is available to handle this request\.`),
        meaning: 'no_upstream',
      },
      {
        says: [
          'is the HAProxy page for an invalid or incomplete answer of a server',
          '是 HAProxy 对服务器无效或不完整的应答给出的页面',
        ],
        weight: 'strong',
        body: pageWith(String.raw`The server returned an invalid or incomplete response\.`),
        meaning: 'bad_gateway',
      },
      {
        says: [
          'is the HAProxy page for a server that did not answer in time',
          '是 HAProxy 对没有及时应答的服务器给出的页面',
        ],
        weight: 'strong',
        body: pageWith(String.raw`The server didn't respond in time\.`),
        meaning: 'upstream_timeout',
      },
      {
        says: [
          'is the HAProxy page for a request refused by a rule',
          '是 HAProxy 按规则拒绝请求的页面',
        ],
        weight: 'strong',
        body: pageWith(String.raw`Request forbidden by administrative rules\.`),
        meaning: 'address_denied',
      },
      {
        says: [
          'is empty, with the few fields of a redirect by HAProxy, in their order and spelling',
          '为空，只有 HAProxy 跳转的少数字段，顺序与拼写一致',
        ],
        weight: 'strong',
        statuses: [301, 302, 303, 307, 308],
        body: emptyBody,
        needs: [
          noContent,
          { order: ['content-length', 'location'], adjacent: true },
          { name: 'content-length', spelled: true },
          { lacks: ['Date', 'Server', 'Content-Type'] },
        ],
      },
      {
        says: ["is HAProxy's page without its sentence", '是缺少说明语句的 HAProxy 页面'],
        weight: 'medium',
        body: /^<html><body><h1>\d{3} [^<]+<\/h1>\s*(?:<\/body><\/html>\s*)?$/,
      },
      {
        says: ['is a page of HAProxy', '是 HAProxy 的页面'],
        weight: 'strong',
        body: pageWith(
          String.raw`(?:Your browser sent an invalid request\.|Your browser didn't send a complete request in time\.|You need a valid user and password to access this content\.|The request entity exceeds the maximum allowed\.|An internal server error occurred\.|You have sent too many requests in a given amount of time\.|The resource could not be found\.|A request of this resource using that method is not allowed\.|The server does not support the functionality required to fulfill the request\.)`,
        ),
      },
    ],
    headers: [{ name: 'Cache-Control', value: /^no-cache$/i, weight: 'weak' }],
  },
]
