import type { Bilingual } from '../../model/bilingual.ts'
import { serverField } from './common-signs.ts'
import {
  errorStatuses,
  type Fingerprint,
  type PageSign,
  type SupportingSign,
} from './fingerprint.ts'

/** nginx's own pages have no charset; a page of a service behind it nearly always has one. */
const bareHtml: SupportingSign = { name: 'Content-Type', value: /^text\/html$/i, weight: 'weak' }

const nginxOnly: readonly PageSign[] = [
  {
    says: [
      "is nginx's welcome page: no site is configured for this host",
      '是 nginx 的欢迎页：没有为该域名配置站点',
    ],
    weight: 'strong',
    body: /<title>Welcome to nginx!<\/title>|<p>If you see this page, the nginx web server is successfully installed/i,
    meaning: 'default_site',
  },
  {
    says: ["is the ingress controller's default backend", '是 ingress controller 的默认后端'],
    weight: 'strong',
    body: /^default backend - 404$/,
    sharedWith: ['Google load balancer', 'Traefik'], // the same program answers behind every ingress
    meaning: 'no_rule',
  },
]

const ofAws = serverField(/^awselb\//i)

const pageWithoutFooter: PageSign = {
  says: ["is the page of AWS's load balancer", '是 AWS 负载均衡的页面'],
  weight: 'strong',
  body: /^<html>\s*<head><title>\d{3} [^<]+<\/title><\/head>\s*<body>\s*<center><h1>\d{3} [^<]+<\/h1><\/center>\s*<\/body>\s*<\/html>\s*$/,
  needs: [ofAws],
}

/** A service behind it keeps its own Server field. */
const fixedResponse: PageSign = {
  says: [
    "is JSON with the Server field of AWS's load balancer, which can be told to answer so",
    '是带有 AWS 负载均衡 Server 字段的 JSON，它可以配置为如此应答',
  ],
  weight: 'medium',
  statuses: errorStatuses,
  body: /^\s*\{/,
  needs: [ofAws],
}

/** The page up to where a text was cut. All of the family begin so. */
const cutBeforeFooter =
  String.raw`<html>\s*<head><title>\d{3} [^<]+<\/title><\/head>` +
  String.raw`(?:\s*<body(?: [^>]*)?>(?:\s*<center><h1>\d{3} [^<]+<\/h1><\/center>)?)?`
const closing = String.raw`(?:\s*<\/body>)?(?:\s*<\/html>)?\s*$`

const pageCut: PageSign = {
  says: ["is the beginning of an error page in nginx's form", '是 nginx 样式错误页的开头'],
  weight: 'medium',
  body: new RegExp(`^${cutBeforeFooter}${closing}`, 'i'),
  sharedWith: ['openresty', 'Tengine', 'AWS load balancer', 'Cloudflare', 'stgw'],
  mostly: true,
}

/** Its own Server field outweighs that most such pages are nginx's. */
function pageCutBy(server: RegExp): PageSign {
  return { ...pageCut, weight: 'strong', needs: [{ name: 'Server', value: server }] }
}

const certificatePageCut: PageSign = {
  ...pageCut,
  body: new RegExp(
    `^${cutBeforeFooter}\\s*<center>No required SSL certificate was sent<\\/center>${closing}`,
    'i',
  ),
  meaning: 'client_certificate',
}

/** nginx and everything that kept its page: only the token in the footer tells them apart, so "looks
 *  like nginx" is no evidence of nginx. Seen: nginx 1.22.1; the others from their own documents. */
export const nginxFamily: readonly Fingerprint[] = [
  family('nginx', String.raw`nginx(?:\/(?<version>[\w.]+))?`, /^nginx(?:\/|$)/i),
  family('openresty', String.raw`openresty(?:\/(?<version>[\w.]+))?`, /^openresty(?:\/|$)/i),
  family('stgw', String.raw`stgw(?:\/(?<version>[\w.]+))?`, /^stgw(?:\/|$)/i),
  family('AWS load balancer', String.raw`awselb\/(?<version>[\w.]+)`, /^awselb\//i),
  family(
    'Azure Application Gateway',
    String.raw`Microsoft-Azure-Application-Gateway\/(?<version>\w+)`,
    /^Microsoft-Azure-Application-Gateway/i,
  ),
  family('Cloudflare', 'cloudflare(?:-nginx)?', /^cloudflare/i),
  {
    software: 'Tengine',
    layer: 'access_layer',
    pages: [
      {
        says: ["is Tengine's own error page", '是 Tengine 的错误页'],
        weight: 'strong',
        body: /<hr\s*\/?>\s*(?:<center>tengine(?:\/(?<version>[\w.]+))?<\/center>|Powered by Tengine)/i,
      },
      {
        says: [
          "is Tengine's apology with a table of address, server and date",
          '是 Tengine 的致歉页，带有地址、服务器与时间的表格',
        ],
        weight: 'medium',
        body: /Sorry for the inconvenience\.[\s\S]*Please report this message/i,
      },
    ],
    headers: [{ name: 'Server', value: /^tengine/i, weight: 'weak' }],
  },
]

function family(software: string, token: string, server: RegExp): Fingerprint {
  const footer = `<hr><center>${token}</center>`
  const serverSign: SupportingSign = { name: 'Server', value: server, weight: 'weak' }
  return {
    software,
    layer: 'access_layer',
    pages: [
      ...pagesWithFooter(software, footer),
      pageNotShown(software, server),
      ...(software === 'nginx' ? [pageCut, certificatePageCut] : [pageCutBy(server)]),
      ...(software === 'nginx' ? nginxOnly : []),
      ...(software === 'AWS load balancer' ? [pageWithoutFooter, fixedResponse] : []),
    ],
    headers: [serverSign, ...(software === 'nginx' ? [bareHtml] : [])],
  }
}

/** Only a page of its own is so long, to the byte, that its footer is the Server field. */
function pageNotShown(software: string, server: RegExp): PageSign {
  return {
    says: [
      `is not shown to its end, but it is exactly as long as ${software}'s own page`,
      `没有完整显示，但长度与 ${software} 自己的页面完全相同`,
    ],
    weight: 'strong',
    body: new RegExp(`^(?:<html>\\s*$|${cutBeforeFooter}${closing})?$`, 'i'),
    needs: [
      { name: 'Server', value: server },
      { name: 'Content-Type', value: /^text\/html$/ },
      { pageBytes: 115, namesServer: true },
    ],
  }
}

function pagesWithFooter(software: string, footer: string): PageSign[] {
  const sign = (says: Bilingual, text: string, meaning: PageSign['meaning']): PageSign => ({
    says,
    weight: 'strong',
    body: new RegExp(String.raw`${text}[\s\S]{0,400}?${footer}`, 'i'),
    ...(meaning === undefined ? {} : { meaning }),
  })
  return [
    sign(
      [
        `is ${software}'s page for plain HTTP on an https port`,
        `是 ${software} 对发往 https 端口的明文 HTTP 给出的页面`,
      ],
      'The plain HTTP request was sent to HTTPS port',
      'plain_http_to_https',
    ),
    sign(
      [
        `is ${software}'s page for a header that is too large`,
        `是 ${software} 对过大的请求头给出的页面`,
      ],
      'Request Header Or Cookie Too Large',
      'head_too_large',
    ),
    sign(
      [
        `is ${software}'s page for a missing or refused client certificate`,
        `是 ${software} 对缺失或被拒绝的客户端证书给出的页面`,
      ],
      '(?:No required SSL certificate was sent|The SSL certificate error)',
      'client_certificate',
    ),
    sign(
      [
        `is ${software}'s own error page, with its name in the footer`,
        `是 ${software} 自带的错误页，页脚有它的名字`,
      ],
      String.raw`<center><h1>\d{3} [^<]+<\/h1><\/center>`,
      undefined,
    ),
    {
      says: [`ends in ${software}'s footer`, `以 ${software} 的页脚结尾`],
      weight: 'strong',
      body: new RegExp(footer, 'i'),
    },
  ]
}
