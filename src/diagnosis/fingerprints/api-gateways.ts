import { server, serverField } from './common-signs.ts'
import { emptyBody, errorStatuses, type Fingerprint } from './fingerprint.ts'

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
        body: /^\s*\{\s*"message"\s*:\s*"no Route matched with those values"/,
      },
      {
        says: [
          'is what Kong says when the service behind it failed',
          '是 Kong 在其后的服务失败时给出的内容',
        ],
        weight: 'strong',
        body: /^(?:\s*\{\s*"message"\s*:\s*"|<[\s\S]{0,600}?<(?:p|message)>)?(?:An invalid response was received from the upstream server|The upstream server is currently unavailable|failure to get a peer from the ring-balancer)/,
        meaning: 'bad_gateway',
      },
      {
        says: [
          'is what Kong says when the service behind it was too slow',
          '是 Kong 在其后的服务过慢时给出的内容',
        ],
        weight: 'strong',
        body: /^(?:\s*\{\s*"message"\s*:\s*"|<[\s\S]{0,600}?<(?:p|message)>)?The upstream server is timing out/,
        meaning: 'upstream_timeout',
      },
      {
        says: [
          'is what Kong says when a name does not resolve',
          '是 Kong 在域名无法解析时给出的内容',
        ],
        weight: 'strong',
        body: /^\s*\{\s*"message"\s*:\s*"name resolution failed"/,
        meaning: 'bad_gateway',
      },
      {
        says: ["is the text of one of Kong's plugins", '是 Kong 某个插件的文本'],
        weight: 'strong',
        body: /^\s*\{\s*"message"\s*:\s*"(?:No API key found in request|Invalid authentication credentials|API rate limit exceeded|You cannot consume this service|IP address not allowed: [^"]*|Request size limit exceeded)"/,
      },
      {
        says: ["is the text of Kong's plugin for addresses", '是 Kong 的地址限制插件的文本'],
        weight: 'strong',
        body: /^\s*\{\s*"message"\s*:\s*"Your IP address is not allowed"/,
        sharedWith: ['APISIX'],
        meaning: 'address_denied',
      },
      {
        says: [
          "is a message with Kong's request id, and nothing came from behind it",
          '是带有 Kong 请求 ID 的信息，且没有任何内容来自它后面',
        ],
        weight: 'strong',
        member: 'message',
        besides: ['request_id'],
        body: /^/,
        needs: [
          { name: 'X-Kong-Request-Id' },
          { lacks: ['X-Kong-Upstream-Latency', 'X-Kong-Proxy-Latency', 'Via'] },
        ],
        statuses: errorStatuses,
      },
      {
        says: [
          "is a message, and the Server field is Kong's, which leaves it alone in what it passes on",
          '是一条信息，且 Server 字段是 Kong 的；它转发的应答不会改动该字段',
        ],
        weight: 'strong',
        member: 'message',
        besides: ['request_id'],
        body: /^/,
        needs: [serverField(/^kong\//i)],
        statuses: errorStatuses,
      },
      {
        says: ["is Kong's page with its request id", '是 Kong 的页面，带有它的请求 ID'],
        weight: 'strong',
        body: /<h1>Error<\/h1>\s*<p>[^<]+<\/p>\s*<p>request_id: [0-9a-f]+<\/p>/,
      },
    ],
    headers: [
      server(/^kong\//i),
      { name: 'X-Kong-Request-Id', weight: 'weak' },
      { name: 'X-Kong-Response-Latency', weight: 'medium' },
    ],
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
        body: /^\s*\{\s*"error_msg"\s*:\s*"404 Route Not Found"/,
      },
      {
        says: ['is an error object of APISIX', '是 APISIX 的错误对象'],
        weight: 'medium',
        body: /^\s*\{\s*"error_msg"\s*:\s*"[^"]*"\s*\}\s*$/,
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
        body: /^\s*\{\s*"error"\s*:\s*"(?:There was a problem proxying the request|Upstream host lookup failed|Service temporarily unavailable\.)"\s*\}\s*$/,
        meaning: 'bad_gateway',
      },
      {
        says: [
          'is what Tyk says when the service behind it was too slow',
          '是 Tyk 在其后的服务过慢时给出的内容',
        ],
        weight: 'strong',
        body: /^\s*\{\s*"error"\s*:\s*"Upstream service reached hard timeout\."\s*\}\s*$/,
        meaning: 'upstream_timeout',
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
        // a Lambda's own text comes with the same field
        body: /^\s*\{\s*"[Mm]essage"\s*:\s*(?:null|"(?:Missing Authentication Token|Forbidden|Unauthorized|Internal server error|Network error communicating with endpoint|Endpoint request timed out|Invalid request body|Missing required request parameters: [^"]*|Could not parse request body into json[^"]*|Limit Exceeded|Too Many Requests|Rate exceeded|Unsupported Media Type|Request Too Large|HTTP content length exceeded [^"]*|Invalid API Key identifier specified|User is not authorized to access this resource[^"]*|User: [^"]* is not authorized to perform: execute-api:[^"]*|The (?:request signature we calculated|security token included)[^"]*|Signature (?:expired|not yet current)[^"]*|'(?:[^"\\]|\\.)*' not a valid key=value pair[^"]*|Authorization header requires (?:[^"\\]|\\.)*)")\s*\}\s*$/,
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
        weight: 'medium', // its function behind can write the same
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
    software: 'WSO2 API Manager',
    layer: 'access_layer',
    pages: [
      {
        says: ['carries an error number of WSO2 API Manager', '带有 WSO2 API Manager 的错误编号'],
        weight: 'strong',
        body: /^\s*\{\s*(?:"fault"\s*:\s*\{\s*)?"code"\s*:\s*"?900[89]\d\d"?\s*,\s*"(?:type"\s*:\s*"Status report"\s*,\s*"message|message)"\s*:\s*"[^"]*"\s*,\s*"description"|^\s*(?:<\?xml[^>]*\?>)?\s*<am[st]?:fault[^>]{0,200}>\s*<am[st]?:code>900[89]\d\d</,
      },
    ],
  },
  {
    software: 'Huawei Cloud APIG',
    layer: 'access_layer',
    pages: [
      {
        says: ['carries an error code of Huawei Cloud APIG', '带有华为云 APIG 的错误码'],
        weight: 'strong',
        body: /^APIG\.\d{4}$/,
        member: 'error_code',
        besides: ['error_msg', 'request_id'],
      },
    ],
    headers: [server(/^api-gateway$/i)],
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
        member: 'code',
        body: /^FST_REPLY_FROM_[A-Z_]+$/,
        meaning: 'bad_gateway',
      },
    ],
  },
]
