import type { Fingerprint } from './fingerprint.ts'

/** GraphQL on JavaScript. Seen: Apollo Server 5, GraphQL Yoga 5; Mercurius from its source. */
export const nodeGraphql: readonly Fingerprint[] = [
  {
    software: 'Apollo Server',
    layer: 'service',
    builtOn: ['Express'],
    pages: [
      {
        says: ['is a text of Apollo Server', '是 Apollo Server 的文本'],
        weight: 'strong',
        body: /Apollo Server supports only GET\/POST requests\.|This operation has been blocked as a potential Cross-Site Request Forgery|POST body missing, invalid Content-Type, or JSON object has no keys/,
      },
      {
        says: ['holds a text or a code of Apollo Server', '含有 Apollo Server 的文本或错误码'],
        weight: 'strong',
        body: /^\s*\{\s*"errors"\s*:\s*\[\s*\{[\s\S]{0,1000}?(?:"message"\s*:\s*"(?:Apollo Server supports only GET\/POST requests\.|This operation has been blocked as a potential Cross-Site Request Forgery|POST body missing, invalid Content-Type, or JSON object has no keys)|"code"\s*:\s*"(?:GRAPHQL_PARSE_FAILED|PERSISTED_QUERY_NOT_SUPPORTED|OPERATION_RESOLUTION_FAILURE)")/,
      },
      {
        says: [
          'is a list of GraphQL errors with codes, not to be stored, as Apollo Server answers',
          '是带错误码的 GraphQL 错误列表，不可缓存，是 Apollo Server 的应答方式',
        ],
        weight: 'strong',
        body: /^\{"errors":\[\{"message":[\s\S]{0,1000}?"extensions":\{"code":"[A-Z_]+"/,
        needs: [
          { order: ['cache-control', 'content-type'] },
          { name: 'cache-control', value: /^no-store$/, spelled: true },
        ],
      },
    ],
    headers: [{ name: 'cache-control', value: /^no-store$/, weight: 'weak' }],
  },
  {
    software: 'GraphQL Yoga',
    layer: 'service',
    pages: [
      {
        says: ['is a text of GraphQL Yoga', '是 GraphQL Yoga 的文本'],
        weight: 'strong',
        body: /^\{"errors":\[\{"message":"(?:POST body sent invalid JSON\.|GraphQL only supports GET and POST requests\.|POST body is expected to be object|Unsupported content type|Must provide query string|Unexpected parameter)/,
      },
    ],
  },
  {
    software: 'Mercurius',
    layer: 'service',
    builtOn: ['Fastify'],
    pages: [
      {
        says: ['carries an error code of Mercurius', '带有 Mercurius 的错误码'],
        weight: 'strong',
        body: /^\s*\{\s*"(?:data|errors)"\s*:[\s\S]{0,2000}?"code"\s*:\s*"MER_ERR_[A-Z_]+"/,
      },
    ],
  },
]
