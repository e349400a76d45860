import { server, serverField } from './common-signs.ts'
import { emptyBody, noContent, type Fingerprint, type PageSign } from './fingerprint.ts'

/** Envoy, Istio, which is Envoy by another name, and Linkerd. From their source and documents. */
const pages: readonly PageSign[] = [
  {
    says: 'is what Envoy says when a connection failed',
    weight: 'strong',
    body: /^upstream connect error or disconnect\/reset before headers\./,
    meaning: 'bad_gateway',
  },
  {
    says: 'is what Envoy says when no host is healthy',
    weight: 'strong',
    body: /^no healthy upstream$/,
    meaning: 'no_upstream',
  },
  {
    says: 'is what Envoy says when the service was too slow',
    weight: 'strong',
    statuses: [504],
    body: /^(?:upstream request timeout|upstream per try timeout)$/,
    meaning: 'upstream_timeout',
  },
  {
    says: "is Envoy's refusal by its access rules",
    weight: 'strong',
    statuses: [403],
    body: /^RBAC: access denied$/,
    meaning: 'address_denied',
  },
  {
    says: "is Envoy's refusal",
    weight: 'strong',
    body: /^(?:fault filter abort|local_rate_limited|Jwt (?:is missing|is expired|verification fails|issuer is not configured|is not in the form of [^\n]*)|Audiences in Jwt are not allowed|no more attempts|payload too large|downstream duration timeout|stream timeout|request timeout|overload manager|envoy overloaded|OAuth flow failed\.)$/,
  },
]

function noRoute(name: RegExp): PageSign {
  return {
    says: 'is empty, and nothing came from behind Envoy: it has no route',
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
    pages: [
      ...pages.map((page) => ({ ...page, needs: [serverField(/^istio-envoy$/i)] })),
      noRoute(/^istio-envoy$/i),
    ],
    headers: [server(/^istio-envoy$/i)],
  },
  {
    software: 'Envoy',
    layer: 'access_layer',
    pages: [...pages, noRoute(/^envoy$/i)],
    headers: [server(/^envoy$/i)],
  },
  {
    software: 'Linkerd',
    layer: 'access_layer',
    pages: [
      {
        says: "is empty, and the header holds Linkerd's reason",
        weight: 'strong',
        body: emptyBody,
        needs: [{ name: 'l5d-proxy-error' }],
      },
    ],
    headers: [{ name: 'l5d-proxy-error', weight: 'strong' }],
  },
]
