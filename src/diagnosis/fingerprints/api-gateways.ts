import { server } from './common-signs.ts'
import { emptyBody, type Fingerprint } from './fingerprint.ts'

/** Other API gateways, and proxies built as libraries. From their source and documents;
 *  http-proxy-middleware 3 was seen. */
export const apiGateways: readonly Fingerprint[] = [
  {
    software: 'Kong',
    layer: 'access_layer',
    builtOn: ['openresty'],
    pages: [
      {
        says: ['is what Kong says when no route matches', '是 Kong 在没有匹配的路由时给出的内容'],
        weight: 'strong',
        statuses: [404],
        body: /"message"\s*:\s*"no Route matched with those values"/,
      },
      {
        says: [
          'is what Kong says when the service behind it failed',
          '是 Kong 在其后的服务失败时给出的内容',
        ],
        weight: 'strong',
        body: /(?:An invalid response was received from the upstream server|The upstream server is (?:currently unavailable|timing out)|failure to get a peer from the ring-balancer)/,
        meaning: 'bad_gateway',
      },
      {
        says: [
          'is what Kong says when a name does not resolve',
          '是 Kong 在域名无法解析时给出的内容',
        ],
        weight: 'strong',
        body: /"message"\s*:\s*"name resolution failed"/,
        meaning: 'bad_gateway',
      },
      {
        says: ["is the text of one of Kong's plugins", '是 Kong 某个插件的文本'],
        weight: 'strong',
        body: /^\s*\{\s*"message"\s*:\s*"(?:No API key found in request|Invalid authentication credentials|API rate limit exceeded|You cannot consume this service|Your IP address is not allowed|IP address not allowed: [^"]*|Request size limit exceeded)"/,
      },
      {
        says: ["is Kong's page with its request id", '是 Kong 的页面，带有它的请求 ID'],
        weight: 'strong',
        body: /<h1>Error<\/h1>\s*<p>[^<]+<\/p>\s*<p>request_id: [0-9a-f]+<\/p>/,
      },
    ],
    headers: [server(/^kong\//i), { name: 'X-Kong-Response-Latency', weight: 'medium' }],
  },
  {
    software: 'APISIX',
    layer: 'access_layer',
    builtOn: ['openresty'],
    pages: [
      {
        says: [
          'is what APISIX says when no route matches',
          '是 APISIX 在没有匹配的路由时给出的内容',
        ],
        weight: 'strong',
        body: /"error_msg"\s*:\s*"404 Route Not Found"/,
      },
      {
        says: ['is an error object of APISIX', '是 APISIX 的错误对象'],
        weight: 'medium',
        body: /^\s*\{\s*"error_msg"\s*:\s*"/,
      },
      {
        says: ["is the text of one of APISIX's plugins", '是 APISIX 某个插件的文本'],
        weight: 'medium',
        body: /^\s*\{\s*"message"\s*:\s*"(?:Missing API key found in request|Invalid API key in request|Your IP address is not allowed|Missing authorization in request|Missing JWT token in request|JWT token invalid|The consumer is forbidden\.|missing CSRF token in headers)"/,
      },
    ],
    headers: [server(/^APISIX\//i)],
  },
  {
    software: 'Tyk',
    layer: 'access_layer',
    pages: [
      {
        says: [
          'is what Tyk says when the service behind it failed',
          '是 Tyk 在其后的服务失败时给出的内容',
        ],
        weight: 'strong',
        body: /^\s*\{\s*"error"\s*:\s*"(?:There was a problem proxying the request|Upstream host lookup failed|Upstream service reached hard timeout\.|Service temporarily unavailable\.)"\s*\}\s*$/,
        meaning: 'bad_gateway',
      },
      {
        says: ["is Tyk's refusal", '是 Tyk 的拒绝文本'],
        weight: 'strong',
        body: /^\s*\{\s*"error"\s*:\s*"(?:Authorization field missing|Access to this API has been disallowed|Key has expired, please renew|API Rate limit exceeded|Rate limit exceeded|Quota exceeded|Requested endpoint is forbidden|Version information not found)"\s*\}\s*$/,
      },
    ],
    headers: [{ name: 'X-Generator', value: /^tyk\.io$/i, weight: 'medium' }],
  },
  {
    software: 'KrakenD',
    layer: 'access_layer',
    builtOn: ['gin', 'Go net/http'],
    pages: [
      {
        says: [
          'is empty, and KrakenD says that it got no complete answer from behind',
          '为空，KrakenD 表明没有从后面得到完整的应答',
        ],
        weight: 'strong',
        body: emptyBody,
        needs: [{ name: 'X-Krakend-Completed', value: /^false$/i }],
      },
    ],
    headers: [{ name: 'X-Krakend', weight: 'weak' }],
  },
  {
    software: 'Apigee',
    layer: 'access_layer',
    pages: [
      {
        says: ["is Apigee's fault object", '是 Apigee 的 fault 对象'],
        weight: 'strong',
        body: /^\s*\{\s*"fault"\s*:\s*\{\s*"faultstring"\s*:/,
      },
      {
        says: ["is the page of Apigee's router", '是 Apigee 路由器的页面'],
        weight: 'medium',
        body: /<h1>An error occurred\.<\/h1>\s*<p>Sorry, the page you are looking for is currently unavailable\./,
      },
    ],
    headers: [{ name: 'X-Apigee-fault-code', weight: 'medium' }],
  },
  {
    software: 'AWS API Gateway',
    layer: 'access_layer',
    pages: [
      {
        says: [
          'is a text of AWS API Gateway, with its request id in the header',
          '是 AWS API Gateway 的文本，响应头中有它的请求 ID',
        ],
        weight: 'strong',
        body: /^\s*\{\s*"[Mm]essage"\s*:\s*(?:"|null)/,
        needs: [
          {
            name: 'x-amzn-ErrorType',
            value:
              /^(?:AccessDenied|Authorizer|BadRequest|ExpiredToken|Forbidden|Integration|InternalServer|InvalidApiKey|InvalidSignature|LimitExceeded|MissingAuthenticationToken|NotFound|RequestTooLarge|TooManyRequests|Unauthorized|UnsupportedMediaType|Throttling)/,
          },
        ],
      },
      {
        says: ['is a text of AWS API Gateway', '是 AWS API Gateway 的文本'],
        weight: 'strong',
        body: /^\s*\{\s*"message"\s*:\s*"(?:Missing Authentication Token|Endpoint request timed out|The security token included in the request is [^"]*|User is not authorized to access this resource[^"]*)"\s*\}\s*$/,
      },
      {
        says: [
          'is a text of AWS API Gateway, with its request id in the header',
          '是 AWS API Gateway 的文本，响应头中有它的请求 ID',
        ],
        weight: 'strong',
        body: /^\s*\{\s*"message"\s*:\s*"(?:Not Found|Forbidden|Unauthorized|Internal Server Error|Service Unavailable|Too Many Requests)"\s*\}\s*$/,
        needs: [{ name: 'apigw-requestid' }],
      },
    ],
    headers: [
      { name: 'x-amz-apigw-id', weight: 'weak' },
      { name: 'apigw-requestid', weight: 'weak' },
    ],
  },
  {
    software: 'Azure API Management',
    layer: 'access_layer',
    pages: [
      {
        says: ['is a text of Azure API Management', '是 Azure API Management 的文本'],
        weight: 'strong',
        body: /^\s*\{\s*"statusCode"\s*:\s*\d{3}\s*,\s*"message"\s*:\s*"(?:Resource not found|Access denied due to (?:missing|invalid) subscription key|Rate limit is exceeded|Out of call volume quota)/,
      },
    ],
  },
  {
    software: 'http-proxy-middleware',
    layer: 'access_layer',
    builtOn: ['Express'],
    pages: [
      {
        says: [
          'is what http-proxy-middleware says when its target fails',
          '是 http-proxy-middleware 在目标失败时给出的内容',
        ],
        weight: 'strong',
        body: /^Error occurred while trying to proxy(?: to)?: /,
        meaning: 'bad_gateway',
      },
    ],
  },
  {
    // a proxy that is a part of a service: its layer is the service's
    software: '@fastify/reply-from',
    layer: 'service',
    builtOn: ['Fastify'],
    pages: [
      {
        says: [
          'carries an error code of reply-from, the proxy of Fastify',
          '带有 reply-from（Fastify 的代理）的错误码',
        ],
        weight: 'strong',
        body: /"code"\s*:\s*"FST_REPLY_FROM_[A-Z_]+"/,
        meaning: 'bad_gateway',
      },
    ],
  },
]
