import { en, zh, type Bilingual } from '../../model/bilingual.ts'
import { django } from './django.ts'
import { express } from './express.ts'
import type { Fingerprint } from './fingerprint.ts'
import { go } from './go.ts'
import type { Head } from './head-sign.ts'
import { java } from './java.ts'
import { microsoft } from './microsoft.ts'
import { nodeFrameworks } from './node-frameworks.ts'
import { nodeGraphql } from './node-graphql.ts'
import { perl } from './perl.ts'
import { php } from './php.ts'
import { pythonAsyncServers } from './python-async-servers.ts'
import { pythonFrameworks } from './python-frameworks.ts'
import { pythonServers } from './python-servers.ts'
import { ruby } from './ruby.ts'
import { spring } from './spring.ts'
import { starletteFamily } from './starlette-family.ts'

/** A field that names an application server or a framework. A short text or JSON that looks like the work of
 *  a program which cannot run there is somebody else's: many programs write `{"message":"…"}`. Names of
 *  proxies say nothing here, they pass on what anybody wrote. */
interface Stated {
  readonly field: 'server' | 'x-powered-by'
  readonly value: RegExp
  /** What may run on it or as it. */
  readonly carries: ReadonlySet<string>
}

/** What speaks against this program, where a field does. */
export function otherProgramStated(
  { software, layer, builtOn = [] }: Fingerprint,
  { fields }: Head,
): Bilingual | undefined {
  for (const { field, value, carries } of stated) {
    if ([software, ...builtOn].some((name) => carries.has(name))) continue
    if (layer === 'access_layer' && field === 'server') continue // `identify` judges these
    const found = fields.get(field)?.find(([, text]) => value.test(text))
    if (found === undefined) continue
    const words = `${found[0]}: ${found[1].slice(0, 80)}`
    return [
      en`${words} names another program than ${software}`,
      zh`${words} 指明的程序不是 ${software}`,
    ]
  }
  return undefined
}

const python = [
  ...django,
  ...pythonFrameworks,
  ...starletteFamily,
  ...pythonServers,
  ...pythonAsyncServers,
]
/** Programs that only run on servers of ASGI, or are such servers. */
const asgi = new Set([
  ...starletteFamily.map(({ software }) => software),
  'Quart',
  'Sanic',
  'uvicorn',
  'hypercorn',
  'daphne',
])

const stated: readonly Stated[] = [
  server(/^(?:uvicorn|hypercorn|daphne|granian|tornadoserver|python\/[\d.]+ aiohttp)/i, python),
  server(
    /^(?:wsgiserver|gunicorn|waitress|cheroot|cherrypy|pastewsgiserver|werkzeug)\b/i,
    python.filter(({ software }) => !asgi.has(software)),
  ),
  server(/^(?:wildfly|jboss|undertow|jetty|apache-coyote|glassfish|weblogic)\b/i, [
    ...java,
    ...spring,
  ]),
  server(/^kestrel$/i, microsoft),
  server(/^(?:puma|webrick|thin)\b/i, ruby),
  server(/^(?:mojolicious|http::server::psgi|perl dancer|starman)/i, perl),
  server(/^(?:beegoserver|fasthttp)/i, go),
  server(
    /^restify$/i,
    nodeFrameworks.filter(({ software }) => software === 'restify'),
  ),
  { field: 'x-powered-by', value: /^express$/i, carries: namesOf([...express, ...nodeGraphql]) },
  { field: 'x-powered-by', value: /^php\b/i, carries: namesOf(php) },
  {
    field: 'x-powered-by',
    value: /^(?:servlet|undertow|jsp)\b/i,
    carries: namesOf([...java, ...spring]),
  },
]

function server(value: RegExp, programs: readonly Fingerprint[]): Stated {
  return { field: 'server', value, carries: namesOf(programs) }
}

function namesOf(programs: readonly Fingerprint[]): ReadonlySet<string> {
  return new Set(programs.map(({ software }) => software))
}
