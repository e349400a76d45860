import { barePhrase, contentType, server, serverField, withoutBody } from './common-signs.ts'
import { emptyBody, noContent, type Fingerprint } from './fingerprint.ts'

/** Perl, Erlang, Elixir, Rust and Haskell. Seen (Debian 12): HTTP::Daemon 6.16, Plack 1.0050, Starman
 *  0.4016, Mojolicious 9.31, Dancer2 0.400001, Twiggy 0.1026, inets 8.2 and Cowboy 2.8; the others from their source. */
export const otherLanguages: readonly Fingerprint[] = [
  {
    software: 'HTTP::Daemon',
    layer: 'service',
    pages: [
      withoutBody('HTTP::Daemon', /^libwww-perl-daemon\//),
      {
        says: 'is a title and a heading and nothing else, as HTTP::Daemon of Perl writes it',
        weight: 'strong',
        body: /^<title>\d{3} [^<]+<\/title>\n<h1>\d{3} [^<]+<\/h1>\s*/,
      },
    ],
    headers: [server(/^libwww-perl-daemon\//i)],
  },
  {
    software: 'HTTP::Server::PSGI',
    layer: 'service',
    pages: [
      {
        says: 'is a bare phrase, as HTTP::Server::PSGI answers for itself',
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
        says: "is the text of Plack's middleware for missing credentials",
        weight: 'strong',
        statuses: [401],
        body: /^Authorization required$/,
      },
      {
        says: 'is a bare phrase of a Plack application, as Starman sends it',
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
        says: 'is a bare phrase as plain text without a charset, in the order of fields of Starman',
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
        says: 'is a bare phrase with its type and length only, as Twiggy answers for itself',
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
        says: "is text with the name of Mojolicious' server",
        weight: 'medium',
        body: /^[^<{][^<]{0,400}$/,
        needs: [serverField(/^Mojolicious \(Perl\)$/)],
      },
      {
        says: "is Mojolicious' error page",
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
        says: "is Dancer2's error page",
        weight: 'strong',
        body: /Powered by <a href="https?:\/\/(?:www\.)?perldancer\.org\/?">Dancer2?<\/a>|Powered by Dancer2/,
      },
      {
        says: "is Dancer2's page for a redirect, or its text for an unknown method",
        weight: 'strong',
        body: /<title>Moved<\/title>[\s\S]{0,200}?<p>This item has moved <a href="|^Method Not Allowed\n\n[A-Z]+ is not supported\.$/,
      },
      withoutBody('Dancer2', /^Perl Dancer2/),
    ],
    headers: [server(/^Perl Dancer2/i)],
  },
  {
    software: 'inets',
    layer: 'service',
    pages: [
      {
        says: "has the shape of the pages of inets, Erlang's own server",
        weight: 'strong',
        body: /^<HTML>\s+<HEAD>\s+<TITLE>[^<]+<\/TITLE>\s*<\/HEAD>\s*<BODY>\s*<H1>[^<]+<\/H1>\s*[A-Z][^<]{3,400}<\/BODY>\s*<\/HTML>\s*$/,
        needs: [contentType(/^text\/html$/)],
      },
    ],
    headers: [server(/^inets\//i)],
  },
  {
    software: 'Yaws',
    layer: 'service',
    pages: [
      {
        says: "ends in Yaws' signature",
        weight: 'strong',
        body: /<address>\s*Yaws(?:\/| )(?<version>[\d.]+)/i,
      },
    ],
    headers: [server(/^Yaws/i)],
  },
  {
    software: 'Cowboy',
    layer: 'service',
    pages: [
      {
        says: 'is empty, with the two fields that Cowboy sends when it gives up a request',
        weight: 'strong',
        statuses: [400, 408, 413, 414, 431, 500, 501, 505],
        body: emptyBody,
        needs: [
          noContent,
          { order: ['connection', 'content-length'], adjacent: true },
          { name: 'connection', value: /^close$/, spelled: true },
          { lacks: ['Date', 'Server', 'Content-Type'] },
        ],
      },
      {
        says: 'is empty, as Cowboy answers for itself',
        weight: 'medium',
        body: emptyBody,
        needs: [noContent, serverField(/^Cowboy$/)],
      },
    ],
    headers: [server(/^Cowboy$/i)],
  },
  {
    software: 'Phoenix',
    layer: 'service',
    builtOn: ['Cowboy'],
    pages: [
      {
        says: "is Phoenix's error object",
        weight: 'strong',
        body: /^\{"errors":\{"detail":"[^"]+"\}\}$/,
      },
      {
        says: "is Phoenix's debug page",
        weight: 'strong',
        body: /# Phoenix\.Router\.NoRouteError|<title>[^<]*(?:Phoenix|Plug)\.[\w.]*Error at /,
        meaning: 'debug_page',
      },
    ],
    headers: [{ name: 'X-Request-Id', weight: 'weak' }],
  },
  {
    software: 'hyper',
    layer: 'service',
    pages: [
      {
        says: 'is empty, with the fields of a program in Rust in their spelling',
        weight: 'medium',
        body: emptyBody,
        needs: [
          noContent,
          { order: ['content-length', 'date'] },
          { name: 'date', spelled: true },
          { lacks: ['Server', 'Content-Type', 'Location', 'Via'] },
        ],
        sharedWith: ['axum', 'actix-web', 'deno', 'warp'],
      },
    ],
  },
  {
    software: 'actix-web',
    layer: 'service',
    pages: [
      {
        says: 'is a text of actix-web',
        weight: 'strong',
        body: /^(?:Json deserialize error: |Query deserialize error: |Path deserialize error: |Content type error$|JSON payload \([^)]*\) is larger|Requested application data is not configured correctly)/,
      },
    ],
  },
  {
    software: 'axum',
    layer: 'service',
    pages: [
      {
        says: 'is a text of axum for a Content-Type it does not take',
        weight: 'strong',
        statuses: [415],
        body: /^(?:Expected request with `Content-Type: application\/json`|Form requests must have `Content-Type: )/,
        meaning: 'media_type',
      },
      {
        says: 'is a text of axum',
        weight: 'strong',
        body: /^(?:Failed to (?:parse the request body as JSON|deserialize the JSON body into the target type|deserialize (?:query string|form)(?: body)?)|Invalid URL: |Missing request extension: )/,
      },
    ],
  },
  {
    software: 'Rocket',
    layer: 'service',
    pages: [
      {
        says: "is Rocket's error page",
        weight: 'strong',
        body: /<hr \/>\s*<small>Rocket<\/small>/,
      },
      {
        says: "is Rocket's error object",
        weight: 'strong',
        body: /^\s*\{\s*"error"\s*:\s*\{\s*"code"\s*:\s*\d{3}\s*,\s*"reason"\s*:\s*"[^"]*"\s*,\s*"description"\s*:/,
      },
    ],
    headers: [server(/^Rocket$/i)],
  },
  {
    software: 'warp',
    layer: 'service',
    pages: [
      {
        says: 'is a text of warp',
        weight: 'strong',
        body: /^(?:Request body deserialize error: |HTTP method not allowed$|Missing request (?:header|cookie) "|The request's content-type is not supported$|Invalid query string$|Unhandled rejection: )/,
      },
    ],
  },
  {
    software: 'Warp (Haskell)',
    layer: 'service',
    pages: [
      {
        says: "is the text of Haskell's Warp for an application that fails",
        weight: 'strong',
        body: /^Something went wrong$/,
        needs: [serverField(/^Warp\//)],
      },
    ],
    headers: [server(/^Warp\//i)],
  },
]
