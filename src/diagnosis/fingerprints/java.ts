import { server, withoutBody } from './common-signs.ts'
import { emptyBody, type Fingerprint } from './fingerprint.ts'

/** Java. Seen: Tomcat 10.1 and Jetty 9.4 (Debian 12), the JDK's own server (17); Undertow,
 *  Vert.x, Micronaut and the rest from their source. */
export const java: readonly Fingerprint[] = [
  {
    software: 'Tomcat',
    layer: 'service',
    pages: [
      {
        says: [
          "is not shown or empty, with a session and an order of fields as Tomcat's",
          '未显示或为空，带有 Tomcat 那样的会话与字段顺序',
        ],
        weight: 'medium',
        body: emptyBody,
        needs: [
          { name: 'Set-Cookie', value: /^JSESSIONID=[0-9A-F]{32}/ },
          { order: ['Content-Type', 'Content-Length', 'Date'], adjacent: true },
          { lacks: ['Server'] },
        ],
      },
      {
        says: ["is Tomcat's error page", '是 Tomcat 的错误页'],
        weight: 'strong',
        body: /<title>HTTP(?: Status|状态) \d{3} (?:–|â€“|&#8211;|&ndash;|\u00e2\u0080\u0093|\uFFFD+|-) [^<]*<\/title>[\s\S]{0,4000}?(?:<b>Type<\/b>|<h3>Apache Tomcat\/(?<version>[\d.]+)|<h1>HTTP(?: Status|状态) \d{3} )/,
      },
      {
        says: ["ends as Tomcat's error page does", '结尾与 Tomcat 的错误页相同'],
        weight: 'strong',
        body: /<\/pre><p><b>Root Cause<\/b><\/p><pre>|<hr class="line" \/><h3>Apache Tomcat\/(?<version>[\d.]+)[^<]*<\/h3><\/body><\/html>\s*$/,
      },
    ],
    headers: [server(/^Apache-Coyote\//i)],
  },
  {
    software: 'Jetty',
    layer: 'service',
    pages: [
      withoutBody('Jetty', /^Jetty\(/),
      {
        says: ["is Jetty's error page", '是 Jetty 的错误页'],
        weight: 'strong',
        body: /<h2>HTTP ERROR:? \d{3}[^<]*<\/h2>[\s\S]{0,600}?(?:<th>URI:<\/th>|Problem accessing )|Powered by Jetty:\/\/ ?(?<version>[\d.]+\w*)?/,
      },
      {
        says: [
          "is Jetty's page for a message it cannot read",
          '是 Jetty 对无法读取的报文给出的页面',
        ],
        weight: 'strong',
        body: /^<h1>Bad Message \d{3}<\/h1><pre>reason: /,
      },
      {
        says: ["is Jetty's error object", '是 Jetty 的错误对象'],
        weight: 'strong',
        body: /^\s*\{\s*"(?:url"\s*:\s*"[^"]*"\s*,\s*"status"\s*:\s*"\d{3}"\s*,\s*"message"|servlet"\s*:\s*"[^"]*"\s*,\s*"(?:message|url|cause\d*)")\s*:/,
      },
      {
        says: ["is Jetty's error text", '是 Jetty 的错误文本'],
        weight: 'strong',
        body: /^HTTP ERROR \d{3} [^\n]*\nURI: /,
      },
    ],
    headers: [server(/^Jetty\(/i)],
  },
  {
    software: 'Undertow',
    layer: 'service',
    pages: [
      {
        says: ["is Undertow's error page", '是 Undertow 的错误页'],
        weight: 'strong',
        body: /^<html><head><title>Error<\/title><\/head><body>(?:\d{3} - )?[A-Z][\w ]*<\/body><\/html>$/,
      },
    ],
    headers: [server(/^(?:WildFly|JBoss|Undertow)/i)],
  },
  {
    software: 'Micronaut',
    layer: 'service',
    pages: [
      {
        says: ["is Micronaut's error object", '是 Micronaut 的错误对象'],
        weight: 'strong',
        body: /^\s*\{\s*"(?:message|_links|_embedded)"[\s\S]{0,600}?"_embedded"\s*:\s*\{\s*"errors"\s*:\s*\[\s*\{\s*"(?:_links|message|path)"/,
      },
    ],
  },
  {
    // a library, of WildFly and of Quarkus alike
    software: 'RESTEasy',
    layer: 'service',
    builtOn: ['Undertow', 'Vert.x', 'Jetty', 'Tomcat'],
    pages: [
      {
        says: ['carries an error number of RESTEasy', '带有 RESTEasy 的错误编号'],
        weight: 'strong',
        body: /RESTEASY\d{6}: /,
      },
    ],
  },
  {
    software: 'Quarkus',
    layer: 'service',
    builtOn: ['Vert.x'],
    pages: [
      {
        says: ["is Quarkus's page", '是 Quarkus 的页面'],
        weight: 'strong',
        body: /<title>(?:Error - Quarkus|Internal Server Error - Error id)|Error id [0-9a-f-]{36}-\d+/,
      },
    ],
  },
  {
    software: 'Vert.x',
    layer: 'service',
    pages: [
      {
        says: [
          "is Vert.x's page for a path without a route",
          '是 Vert.x 对没有路由的路径给出的页面',
        ],
        weight: 'strong',
        body: /^<html><body><h1>Resource not found<\/h1><\/body><\/html>$/,
        meaning: 'route_not_found',
      },
    ],
  },
  {
    software: 'Dropwizard',
    layer: 'service',
    builtOn: ['Jetty'],
    pages: [
      {
        says: ["is Dropwizard's error object", '是 Dropwizard 的错误对象'],
        weight: 'strong',
        body: /^\{"code":\d{3},"message":"HTTP \d{3} /,
      },
    ],
  },
  {
    software: 'Javalin',
    layer: 'service',
    builtOn: ['Jetty'],
    pages: [
      {
        says: ["is Javalin's error object or text", '是 Javalin 的错误对象或文本'],
        weight: 'strong',
        body: /javalin\.io\/documentation#|^Endpoint [A-Z]+ \S+ not found$/,
      },
    ],
  },
  {
    software: 'Spark',
    layer: 'service',
    builtOn: ['Jetty'],
    pages: [
      {
        says: ["is Spark's error page", '是 Spark 的错误页'],
        weight: 'strong',
        body: /^<html><body><h2>(?:404 Not found|500 Internal (?:Server )?Error)<\/h2><\/body><\/html>$/,
      },
    ],
  },
  {
    software: 'Armeria',
    layer: 'service',
    pages: [
      {
        says: ["is Armeria's error text", '是 Armeria 的错误文本'],
        weight: 'strong',
        body: /^Status: \d{3}\nDescription: /,
      },
    ],
    headers: [server(/^Armeria\//i)],
  },
  {
    software: 'Akka HTTP',
    layer: 'service',
    pages: [
      {
        says: ['is the text of Akka HTTP (or Pekko)', '是 Akka HTTP（或 Pekko）的文本'],
        weight: 'medium',
        body: /^(?:The requested resource could not be found(?: but may be available again in the future)?\.|HTTP method not allowed, supported methods: [A-Z, ]+|The request's Content-Type is not supported\.[\s\S]*|There was an internal server error\.)$/,
      },
    ],
    headers: [server(/^(?:akka|pekko)-http\//i)],
  },
  {
    software: 'JDK HttpServer',
    layer: 'service',
    pages: [
      {
        says: ["is the text of the JDK's own server", '是 JDK 自带的服务器的文本'],
        weight: 'strong',
        body: /^<h1>\d{3} ?[^<]*<\/h1>(?:No context found for request|Bad request line)$/,
      },
      {
        says: [
          "is a heading and a sentence, in the order of fields of the JDK's own server",
          '是一个标题加一句话，字段顺序同 JDK 自带的服务器',
        ],
        weight: 'strong',
        body: /^<h1>\d{3} ?[^<]*<\/h1>[A-Z][^<]{3,200}$/,
        needs: [
          { order: ['Content-Length', 'Content-Type', 'Connection'] },
          { lacks: ['Date', 'Server'] },
        ],
      },
      {
        says: ["is the page of the JDK's file server", '是 JDK 文件服务器的页面'],
        weight: 'strong',
        body: /^<!DOCTYPE html>\s*<html>\s*<head>\s*<meta charset="utf-8"\/?>\s*<\/head>\s*<body>\s*<h1>File not found<\/h1>\s*<p>/,
      },
    ],
  },
  {
    software: 'WebLogic',
    layer: 'service',
    pages: [
      {
        says: ["is WebLogic's error page", '是 WebLogic 的错误页'],
        weight: 'strong',
        body: /<TITLE>Error \d{3}--[^<]*<\/TITLE>|From RFC 2068 <i>Hypertext Transfer Protocol/i,
      },
    ],
  },
  {
    software: 'WebSphere',
    layer: 'service',
    pages: [
      {
        says: ['carries an error number of WebSphere', '带有 WebSphere 的错误编号'],
        weight: 'strong',
        body: /SRVE\d{4}E: |CWWKT\d{4}E: /,
      },
    ],
  },
  {
    software: 'GlassFish',
    layer: 'service',
    pages: [
      {
        says: ["is GlassFish's error page", '是 GlassFish 的错误页'],
        weight: 'strong',
        body: /<title>(?:GlassFish Server|Payara Server|Grizzly)[^<]* - Error report<\/title>|<h3>(?:GlassFish Server|Payara Server|Eclipse GlassFish)/i,
      },
    ],
  },
]
