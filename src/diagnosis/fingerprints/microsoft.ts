import { server } from './common-signs.ts'
import type { Fingerprint } from './fingerprint.ts'

/** Microsoft's web servers, from documents and public threads. */
export const microsoft: readonly Fingerprint[] = [
  {
    software: 'IIS',
    layer: 'access_layer',
    pages: [
      {
        says: ["is http.sys's page for an unknown host name", '是 http.sys 对未知主机名给出的页面'],
        weight: 'strong',
        body: /<h2>Bad Request - Invalid Hostname<\/h2>/i,
        meaning: 'default_site',
      },
      {
        says: ["is http.sys's page", '是 http.sys 的页面'],
        weight: 'strong',
        body: /<h2>[^<]+<\/h2>\s*<hr>\s*<p>HTTP Error \d{3}\. [^<]+<\/p>/i,
      },
      {
        says: [
          "is IIS's page for an application that does not start",
          '是 IIS 在应用无法启动时给出的页面',
        ],
        weight: 'strong',
        body: /HTTP Error 50[02]\.\d+ - [^<]*(?:ASP\.NET Core|ANCM|Process Failure)/i,
        meaning: 'bad_gateway',
      },
      {
        says: ["is IIS's error page", '是 IIS 的错误页'],
        weight: 'strong',
        body: /<h[23]>HTTP Error \d{3}(?:\.\d+(?: [-–]|<)|\. )|HTTP Error \d{3}\. [^<]+<\/p>|<h2>\d{3} - [^<]+<\/h2>\s*<h3>|<title>\d{3} - [^<]+<\/title>[\s\S]{0,2000}?<h1>Server Error<\/h1>/,
      },
      {
        says: [
          "is IIS's start page: no site is configured for this host",
          '是 IIS 的起始页：没有为该域名配置站点',
        ],
        weight: 'strong',
        body: /<title>IIS Windows(?: Server)?<\/title>/i,
        meaning: 'default_site',
      },
    ],
    headers: [server(/^Microsoft-(?:IIS|HTTPAPI)\//i)],
  },
  {
    software: 'ASP.NET Core',
    layer: 'service',
    pages: [
      {
        says: ["is ASP.NET Core's problem object", '是 ASP.NET Core 的 problem 对象'],
        weight: 'strong',
        member: 'type',
        body: /^https:\/\/tools\.ietf\.org\/html\/rfc\d+#section-/,
        also: /"traceId"\s*:\s*"00-/,
      },
    ],
    headers: [server(/^Kestrel$/i)],
  },
  {
    software: 'ASP.NET',
    layer: 'service',
    builtOn: ['IIS'],
    pages: [
      {
        says: ["is ASP.NET's error page", '是 ASP.NET 的错误页'],
        weight: 'strong',
        body: /Server Error in '[^']*' Application\./,
        meaning: 'debug_page',
      },
      {
        says: ['is a text of ASP.NET Web API', '是 ASP.NET Web API 的文本'],
        weight: 'strong',
        body: /^\{"Message":"(?:No HTTP resource was found that matches the request URI|An error has occurred\.|The requested resource does not support http method|Authorization has been denied for this request\.)/,
      },
    ],
    headers: [{ name: 'X-AspNet-Version', weight: 'medium' }],
  },
]
