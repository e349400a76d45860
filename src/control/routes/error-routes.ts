import type { DocumentedAnswer } from '../openapi.ts'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type Static, Type } from 'typebox'
import { catalogueEntry, type Language } from '../../diagnosis/catalogue.ts'
import { nearestKeys } from '../../diagnosis/catalogue/nearest-keys.ts'
import { searchCatalogue } from '../../diagnosis/catalogue/search.ts'
import type { ConsoleFiles } from '../console-files.ts'
import { listPage } from '../error-list-page.ts'
import { entryPage, unknownKeyPage } from '../error-page.ts'
import {
  type FramedPage,
  htmlLanguages,
  plainPage,
  plainPolicy,
  servedPage,
} from '../page-frame.ts'
import { languageOf, languageParameter } from '../request-language.ts'
import { ApiProblem } from '../problem.ts'

/** The catalogue of errors and verdicts: as JSON, and as plain pages for the `Link` of every error.
 *  Open to everyone, because whoever reads them is a caller with a failed request. */
const query = Type.Object({
  lang: languageParameter,
  search: Type.Optional(
    Type.String({
      maxLength: 1_000,
      description: 'A key, a code or its beginning, a message as received, or words of the texts.',
    }),
  ),
})
const parameters = Type.Object({ key: Type.String({ maxLength: 64 }) })
interface Route {
  Querystring: Static<typeof query>
  Params: Static<typeof parameters>
}

const list = { schema: { querystring: query } }
const one = { schema: { querystring: query, params: parameters } }
const open = (summary: string, answer: DocumentedAnswer) =>
  ({ config: { access: 'open', summary, answer } }) as const

export function errorRoutes(app: FastifyInstance, console: ConsoleFiles): void {
  const example = catalogueEntry('backend_refused')
  app.get<Route>(
    '/api/v1/errors',
    {
      ...list,
      ...open('Every error and verdict, with causes and remedies.', {
        example: { items: [example], next: null },
      }),
    },
    (request, reply) => {
      const items = searchCatalogue(request.query.search ?? '', languageOf(request))
      return reply.send({ items, next: null })
    },
  )
  app.get<Route>(
    '/api/v1/errors/:key',
    { ...one, ...open('One error or verdict.', { example }) },
    (request, reply) => {
      const entry = catalogueEntry(request.params.key, languageOf(request))
      if (entry === undefined) throw unknownKey(request.params.key)
      return reply.send(entry)
    },
  )
  pageRoutes(app, console)
}

function pageRoutes(app: FastifyInstance, console: ConsoleFiles): void {
  const html = { type: 'text/html', example: '<!doctype html>…' }
  app.get<Route>(
    '/errors',
    { ...list, ...open('The catalogue as a page.', html) },
    (request, reply) => {
      const language = languageOf(request)
      const search = (request.query.search ?? '').trim()
      const found = searchCatalogue(search, language)
      return answered(request, reply, listPage(found, search, language), console)
    },
  )
  app.get<Route>(
    '/errors/:key',
    { ...one, ...open('One error or verdict as a page.', html) },
    (request, reply) => {
      const language = languageOf(request)
      const { key } = request.params
      const entry = catalogueEntry(key, language)
      if (entry !== undefined) return answered(request, reply, entryPage(entry, language), console)
      if (code.test(key)) return reply.redirect(searchFor(key, request.query.lang)) // several keys may share it
      const unknown = unknownKeyPage(key, nearestKeys(key), language)
      return answered(request, reply.code(404), unknown, console)
    },
  )
}

function searchFor(text: string, lang: Language | undefined): string {
  return `/errors?search=${text}${lang === undefined ? '' : `&lang=${lang}`}`
}

/** What callers hold in the body of an error. */
const code = /^\d{7}$/

/** A browser gets the console's page with the text in it; everything else, and a browser where the console is not
 *  built, the text by itself. */
function answered(
  { headers }: FastifyRequest,
  reply: FastifyReply,
  page: FramedPage,
  console: ConsoleFiles,
): FastifyReply {
  const isBrowser = /\btext\/html\b/.test(headers.accept ?? '')
  const found = isBrowser ? console.page(servedPage(page)) : undefined
  return reply
    .type('text/html; charset=utf-8')
    .headers({
      'content-security-policy': found?.policy ?? plainPolicy,
      'content-language': htmlLanguages[page.language],
      vary: 'accept, accept-language',
    })
    .send(found?.html ?? plainPage(page))
}

function unknownKey(key: string): ApiProblem {
  const nearest = nearestKeys(key)
  const hint =
    nearest.length === 0 ? '/api/v1/errors lists all.' : `Did you mean ${nearest.join(', ')}?`
  return new ApiProblem('not_found', `There is no error of this key. ${hint}`)
}
