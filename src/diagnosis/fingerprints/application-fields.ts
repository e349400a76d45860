import type { Bilingual } from '../../model/bilingual.ts'
import type { ReceivedResponse } from '../received-response.ts'

/** What tells in the header alone that an application wrote an answer: a sentence, or undefined. It is a hint:
 *  an access layer can be an application too. */
export function applicationNote({ headers }: ReceivedResponse): Bilingual | undefined {
  const passedOn = headers.find(isOfApplication)
  if (passedOn !== undefined)
    return [
      `${shown(passedOn)} is of an application server; proxies pass it on, and leave it out of answers of their own`,
      `${shown(passedOn)} 来自应用服务器；代理会原样转发它，而自己的应答中没有它`,
    ]
  const names = headers.map(([name]) => name)
  if (names.some((name) => /^(?:server|via)$/i.test(name))) return undefined
  const afterDate = names[names.indexOf('Date') + 1]
  if (!names.includes('Date')) return undefined
  if (afterDate === 'Connection')
    return [
      'Date and Connection come last, as programs on Node.js write them',
      'Date 与 Connection 排在最后，是 Node.js 程序的写法',
    ]
  return afterDate === 'Content-Length'
    ? [
        'Date and Content-Length come last, as programs in Go write them',
        'Date 与 Content-Length 排在最后，是 Go 程序的写法',
      ]
    : undefined
}

export function namesServer(server: string): Bilingual {
  return [`Server: ${server} names an application server`, `Server: ${server} 是应用服务器的名字`]
}

export function namesRuntime(powered: string): Bilingual {
  const shownName = powered.slice(0, 80)
  return [
    `X-Powered-By: ${shownName} is of an application; proxies leave it out of answers of their own`,
    `X-Powered-By: ${shownName} 来自应用；代理自己的应答中没有它`,
  ]
}

/** What runs behind proxies only: Passenger and servlet containers write pages of an access layer, too. */
export const applicationRuntime = /^(?:PHP|Express|Next\.js|Hono|Sails|Nuxt)/i

/** Of a cookie only its name: its value is somebody's session. */
function shown([name, value]: readonly [string, string]): string {
  const isCookie = name.toLowerCase() === 'set-cookie'
  return `${name}: ${isCookie ? (value.split('=')[0] ?? '') : value.slice(0, 80)}`
}

/** Fields that only applications and their servers set. Proxies pass them on, and have no reason to put them on
 *  an answer of their own; nginx, Caddy and others replace Server by their own name instead. */
function isOfApplication([name, value]: readonly [string, string]): boolean {
  switch (name.toLowerCase()) {
    case 'server':
      return applicationServer.test(value)
    case 'x-powered-by':
      return applicationRuntime.test(value) || /^(?:Servlet|Phusion)/i.test(value)
    case 'content-type':
      return /^text\/(?:plain|html);charset=utf-8$/i.test(value) // servlets and JavaScript runtimes leave out the space
    case 'set-cookie':
      return /^(?:JSESSIONID|PHPSESSID|connect\.sid|sessionid|csrftoken|laravel_session|_\w+_session|ASP\.NET_SessionId)=/.test(
        value,
      )
    default:
      return false
  }
}

export const applicationServer =
  /^(?:gunicorn|uvicorn|werkzeug|waitress|wsgiserver|kestrel|jetty|puma|daphne|hypercorn|cheroot|cherrypy|tornadoserver|twistedweb|cowboy|thin|webrick|python\/[\d.]+ aiohttp|http::server::psgi|pastewsgiserver|libwww-perl-daemon|mojolicious|perl dancer|inets|restify|apache-coyote|undertow|wildfly|akka-http|pekko-http|simplehttp|basehttp|granian|nginx-unit|unit\/|beegoserver|fasthttp|rocket|warp\/|snap\/)/i
