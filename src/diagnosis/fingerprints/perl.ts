import { barePhrase, contentType, server, serverField, withoutBody } from './common-signs.ts'
import type { Fingerprint } from './fingerprint.ts'

/** Perl. Seen (Debian 12): HTTP::Daemon 6.16, Plack 1.0050, Starman 0.4016, Mojolicious 9.31, Dancer2
 *  0.400001 and Twiggy 0.1026; the other from its source. */
export const perl: readonly Fingerprint[] = [
  {
    software: 'HTTP::Daemon',
    layer: 'service',
    pages: [
      withoutBody('HTTP::Daemon', /^libwww-perl-daemon\//),
      {
        says: [
          'is a title and a heading and nothing else, as HTTP::Daemon of Perl writes it',
          '只有 title 与标题，是 Perl 的 HTTP::Daemon 的写法',
        ],
        weight: 'strong',
        body: /^<title>\d{3} [^<]+<\/title>\n<h1>\d{3} [^<]+<\/h1>\s*$/,
      },
    ],
    headers: [server(/^libwww-perl-daemon\//i)],
  },
  {
    software: 'HTTP::Server::PSGI',
    layer: 'service',
    pages: [
      {
        says: [
          'is a bare phrase, as HTTP::Server::PSGI answers for itself',
          '只有原因短语，是 HTTP::Server::PSGI 自己的应答方式',
        ],
        weight: 'medium',
        body: barePhrase,
        needs: [serverField(/^HTTP::Server::PSGI$/), contentType(/^text\/plain$/)],
      },
    ],
    headers: [server(/^HTTP::Server::PSGI$/i)],
  },
  {
    software: 'Plack',
    layer: 'service',
    pages: [
      {
        says: [
          "is the text of Plack's middleware for missing credentials",
          '是 Plack 的中间件在缺少凭证时给出的文本',
        ],
        weight: 'strong',
        statuses: [401],
        body: /^Authorization required$/,
      },
      {
        says: [
          'is a bare phrase of a Plack application, as Starman sends it',
          '只有 Plack 应用的原因短语，是 Starman 的发送方式',
        ],
        weight: 'medium',
        body: /^(?:not found|Not Found)$/,
        needs: [
          contentType(/^text\/plain$/),
          { order: ['Content-Type', 'Transfer-Encoding', 'Date', 'Connection'], adjacent: true },
          { lacks: ['Server'] },
        ],
      },
    ],
  },
  {
    software: 'Starman',
    layer: 'service',
    pages: [
      {
        says: [
          'is a bare phrase as plain text without a charset, in the order of fields of Starman',
          '只有原因短语，为不带 charset 的纯文本，字段顺序同 Starman',
        ],
        weight: 'medium',
        body: barePhrase,
        needs: [
          contentType(/^text\/plain$/),
          { order: ['Content-Type', 'Content-Length', 'Date', 'Connection'] },
          { lacks: ['Server', 'X-Powered-By', 'ETag'] },
        ],
      },
    ],
    headers: [{ name: 'Content-Type', spelled: true, weight: 'weak' }],
  },
  {
    software: 'Twiggy',
    layer: 'service',
    pages: [
      {
        says: [
          'is a bare phrase with its type and length only, as Twiggy answers for itself',
          '只有原因短语，仅带类型与长度，是 Twiggy 自己的应答方式',
        ],
        weight: 'medium',
        body: barePhrase,
        needs: [
          contentType(/^text\/plain$/),
          { order: ['Content-Type', 'Content-Length'] },
          { lacks: ['Date', 'Server', 'Connection', 'X-Powered-By', 'X-Cascade'] },
        ],
      },
    ],
  },
  {
    software: 'Mojolicious',
    layer: 'service',
    pages: [
      withoutBody('Mojolicious', /^Mojolicious \(Perl\)$/),
      {
        says: [
          "is text with the name of Mojolicious' server",
          '是带有 Mojolicious 服务器名字的文本',
        ],
        weight: 'medium',
        body: /^[^<{][^<]{0,400}$/,
        needs: [serverField(/^Mojolicious \(Perl\)$/)],
      },
      {
        says: ["is Mojolicious' error page", '是 Mojolicious 的错误页'],
        weight: 'strong',
        body: /Page not found\.\.\. yet!|\/mojo\/(?:noraptor|no-raptor|not-?found|failraptor|mojolicious|highlight\.js)[\w./-]*/,
      },
    ],
    headers: [server(/^Mojolicious/i)],
  },
  {
    software: 'Dancer2',
    layer: 'service',
    pages: [
      {
        says: ["is Dancer2's error page", '是 Dancer2 的错误页'],
        weight: 'strong',
        body: /Powered by <a href="https?:\/\/(?:www\.)?perldancer\.org\/?">Dancer2?<\/a>|Powered by Dancer2/,
      },
      {
        says: [
          "is Dancer2's page for a redirect, or its text for an unknown method",
          '是 Dancer2 的跳转页，或它对未知方法给出的文本',
        ],
        weight: 'strong',
        body: /<title>Moved<\/title>[\s\S]{0,200}?<p>This item has moved <a href="|^Method Not Allowed\n\n[A-Z]+ is not supported\.$/,
      },
      withoutBody('Dancer2', /^Perl Dancer2/),
    ],
    headers: [server(/^Perl Dancer2/i)],
  },
]
