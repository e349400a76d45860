import { emptyBody, type Fingerprint, type Meaning, type PageSign } from './fingerprint.ts'

/** Spring, and the gateways built on it, which write its error objects with messages of their own. From their
 *  source and from public threads. */
const webFluxObject =
  /^\s*\{\s*"timestamp"\s*:\s*(?:"[^"]+"|\d+)\s*,\s*"path"\s*:\s*"[^"]*"\s*,\s*"status"\s*:\s*\d{3}\s*,\s*"error"\s*:\s*"[^"]*"[\s\S]{0,1000}?"requestId"/

const zuulException = String.raw`^com\.netflix\.zuul\.exception\.ZuulException\b`

/** What stands behind the name of the exception, or alone beside it. */
function zuul(member: 'message' | 'exception', words: string, meaning?: Meaning): PageSign {
  return {
    says: ['is the error object of Zuul', '是 Zuul 的错误对象'],
    weight: 'strong',
    member,
    body: new RegExp(zuulException + words),
    ...(meaning === undefined ? {} : { meaning }),
  }
}

function cloudGateway(message: RegExp, meaning: Meaning): PageSign {
  return {
    says: ['is the error object of Spring Cloud Gateway', '是 Spring Cloud Gateway 的错误对象'],
    weight: 'strong',
    member: 'message',
    body: message,
    also: webFluxObject,
    meaning,
  }
}

export const spring: readonly Fingerprint[] = [
  {
    software: 'Spring Boot',
    layer: 'service',
    builtOn: ['Tomcat', 'Jetty', 'Undertow'],
    pages: [
      {
        says: [
          "is Spring Boot's error object, with a status that gateways built on it write",
          '是 Spring Boot 的错误对象，状态码是基于它的网关会写出的',
        ],
        weight: 'strong',
        body: /^\s*\{\s*"timestamp"\s*:\s*(?:"[^"]+"|\d+)\s*,\s*"status"\s*:\s*50[234]\s*,\s*"error"\s*:\s*"/,
        sharedWith: ['Zuul'],
      },
      {
        says: ["is Spring Boot's error object", '是 Spring Boot 的错误对象'],
        weight: 'strong',
        body: /^\s*\{\s*"timestamp"\s*:\s*(?:"[^"]+"|\d+)\s*,\s*"status"\s*:\s*\d{3}\s*,\s*"error"\s*:\s*"/,
      },
      {
        says: ["is Spring Boot's whitelabel page", '是 Spring Boot 的 whitelabel 页面'],
        weight: 'strong',
        body: /<h1>Whitelabel Error Page<\/h1>/,
      },
      {
        says: ['is a problem object as Spring writes it', '是 Spring 写出的 problem 对象'],
        weight: 'medium',
        body: /^\{(?:"detail":"[^"]*",)?"instance":"\/[^"]*","status":\d{3},"title":"|^\{"type":"about:blank","title":"[^"]*","status":\d{3},"detail":"[^"]*","instance":"\//,
      },
    ],
  },
  {
    software: 'Spring Security',
    layer: 'service',
    builtOn: ['Tomcat', 'Jetty', 'Undertow'],
    pages: [
      {
        says: [
          'is empty, with the fields that Spring Security sets against caching',
          '为空，带有 Spring Security 禁止缓存的字段',
        ],
        weight: 'medium',
        statuses: [401, 403],
        body: emptyBody,
        needs: [
          { name: 'Cache-Control', value: /^no-cache, no-store, max-age=0, must-revalidate$/ },
          { name: 'X-Content-Type-Options', value: /^nosniff$/ },
          { name: 'X-XSS-Protection' },
        ],
      },
    ],
  },
  {
    software: 'Spring WebFlux',
    layer: 'service',
    pages: [
      {
        says: [
          'is the error object of Spring WebFlux, with a status or text that gateways built on it write',
          '是 Spring WebFlux 的错误对象，状态码或文本是基于它的网关会写出的',
        ],
        weight: 'strong',
        body: webFluxObject,
        also: /"status"\s*:\s*50[234]\b|"message"\s*:\s*"(?:finishConnect\(\.\.\) failed: )?(?:Connection (?:refused|timed out|reset|prematurely closed)|connection timed out|Failed to resolve )/,
        sharedWith: ['Spring Cloud Gateway'],
      },
      {
        says: [
          "is the error object of Spring WebFlux or Spring Cloud Gateway, with the server's request id",
          '是 Spring WebFlux 或 Spring Cloud Gateway 的错误对象，带有服务器的请求 ID',
        ],
        weight: 'strong',
        body: webFluxObject,
      },
    ],
  },
  {
    software: 'Zuul',
    layer: 'access_layer',
    builtOn: ['Spring Boot'],
    pages: [
      zuul('message', String.raw`: Hystrix Readed time ?out`, 'upstream_timeout'),
      zuul(
        'message',
        String.raw`: (?:com\.netflix\.client\.ClientException: )?Load balancer does not have available server`,
        'no_upstream',
      ),
      zuul('message', '', 'bad_gateway'),
      zuul('exception', '', 'bad_gateway'),
    ],
  },
  {
    software: 'Spring Cloud Gateway',
    layer: 'access_layer',
    builtOn: ['Spring WebFlux'],
    pages: [
      cloudGateway(/^Unable to find instance for \S+$/, 'no_upstream'),
      cloudGateway(/^Response took longer than timeout: PT/, 'upstream_timeout'),
    ],
  },
]
