import { server, serverField } from './common-signs.ts'
import { emptyBody, noContent, type Fingerprint, type PageSign } from './fingerprint.ts'

/** Envoy, Istio, which is Envoy by another name, and Linkerd. From their source and documents. */
const pages: readonly PageSign[] = [
  {
    says: [
      'is what Envoy says when a limit of its own is reached',
      '是 Envoy 达到自身限制时给出的内容',
    ],
    weight: 'strong',
    body: /^upstream connect error or disconnect\/reset before headers\. reset reason: overflow/,
    meaning: 'own_limit',
  },
  {
    says: ['is what Envoy says when a connection failed', '是 Envoy 在连接失败时给出的内容'],
    weight: 'strong',
    body: /^upstream connect error or disconnect\/reset before headers\b/,
    meaning: 'bad_gateway',
  },
  {
    says: ['is what Envoy says when no host is healthy', '是 Envoy 在没有健康主机时给出的内容'],
    weight: 'strong',
    body: /^no healthy upstream$/,
    meaning: 'no_upstream',
  },
  {
    says: ['is what Envoy says when the service was too slow', '是 Envoy 在服务过慢时给出的内容'],
    weight: 'strong',
    statuses: [504],
    body: /^(?:upstream request timeout|upstream per try timeout)$/,
    meaning: 'upstream_timeout',
  },
  {
    says: ["is Envoy's refusal by its access rules", '是 Envoy 按访问规则的拒绝'],
    weight: 'strong',
    statuses: [403],
    body: /^RBAC: access denied$/,
    meaning: 'address_denied',
  },
  {
    says: ["is Envoy's refusal", '是 Envoy 的拒绝文本'],
    weight: 'strong',
    body: /^(?:fault filter abort|local_rate_limited|Jwt (?:is missing|is expired|verification fails|issuer is not configured|is not in the form of [^\n]*)|Audiences in Jwt are not allowed|OAuth flow failed\.)$/,
  },
]

/** Other programs say this too: only with Envoy's name. */
const commonTexts: PageSign = {
  says: ["is a short text of Envoy's", '是 Envoy 的短文本'],
  weight: 'strong',
  statuses: [408, 503, 504],
  body: /^(?:no more attempts|downstream duration timeout|stream timeout|request timeout|overload manager|envoy overloaded)$/,
}

/** As text, and as JSON, which Envoy writes where it is told to (ESPv2 is). With the name of Envoy a service
 *  behind it could have written the same, but for the field that Envoy adds to what it passes on. */
function pagesNamed(name: RegExp): PageSign[] {
  const needs = [serverField(name)]
  const own = [...needs, { lacks: ['X-Envoy-Upstream-Service-Time'] }]
  const asJson = { member: 'message', besides: ['code', 'status'], needs: own }
  return [
    ...pages.map((page) => ({ ...page, needs })),
    { ...commonTexts, needs },
    ...pages.map((page) => ({ ...page, ...asJson })),
    noRoute(name),
  ]
}

function noRoute(name: RegExp): PageSign {
  return {
    says: [
      'is empty, and nothing came from behind Envoy: it has no route',
      '为空，且没有任何内容来自 Envoy 后面：它没有路由',
    ],
    weight: 'medium',
    statuses: [404],
    body: emptyBody,
    needs: [
      noContent,
      serverField(name),
      { lacks: ['X-Envoy-Upstream-Service-Time', 'Content-Type'] },
    ],
  }
}

export const envoy: readonly Fingerprint[] = [
  {
    software: 'Istio',
    layer: 'access_layer',
    builtOn: ['Envoy'],
    pages: pagesNamed(/^istio-envoy$/i),
    headers: [server(/^istio-envoy$/i)],
  },
  {
    software: 'Envoy',
    layer: 'access_layer',
    pages: [...pages, ...pagesNamed(/^(?:envoy|Google Frontend)$/i)],
    headers: [server(/^envoy$/i)],
  },
  {
    software: 'Linkerd',
    layer: 'access_layer',
    pages: [
      {
        says: [
          "is empty, and the header holds Linkerd's reason",
          '为空，响应头中有 Linkerd 给出的原因',
        ],
        weight: 'strong',
        body: emptyBody,
        needs: [{ name: 'l5d-proxy-error' }],
      },
    ],
    headers: [{ name: 'l5d-proxy-error', weight: 'strong' }],
  },
]
