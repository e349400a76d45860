import type { FastifyInstance, FastifyRequest } from 'fastify'
import { type Static, Type } from 'typebox'
import {
  type CatalogueEntry,
  catalogueEntry,
  type Language,
  searchCatalogue,
} from '../../diagnosis/catalogue.ts'
import { entryPage, listPage } from '../error-page.ts'
import { ApiProblem } from '../problem.ts'

/** The catalogue of errors and verdicts: as JSON, and as plain pages for the `Link` of every error.
 *  Open to everyone, because whoever reads them is a caller with a failed request. */
const query = Type.Object({
  lang: Type.Optional(Type.Union([Type.Literal('en'), Type.Literal('zh')])),
  search: Type.Optional(
    Type.String({ maxLength: 200, description: 'A key, a code, or words of the texts.' }),
  ),
})
const parameters = Type.Object({ key: Type.String({ maxLength: 64 }) })
interface Route {
  Querystring: Static<typeof query>
  Params: Static<typeof parameters>
}

export function errorRoutes(app: FastifyInstance): void {
  const list = { schema: { querystring: query } }
  const one = { schema: { querystring: query, params: parameters } }
  const open = (summary: string) => ({ config: { access: 'open', summary } }) as const

  app.get<Route>(
    '/api/v1/errors',
    { ...list, ...open('Every error and verdict, with causes and remedies.') },
    (request, reply) => {
      const items = searchCatalogue(request.query.search ?? '', languageOf(request))
      return reply.send({ items, next: null })
    },
  )
  app.get<Route>(
    '/api/v1/errors/:key',
    { ...one, ...open('One error or verdict.') },
    (request, reply) => reply.send(entryFor(request)),
  )
  app.get<Route>('/errors', { ...list, ...open('The catalogue as a page.') }, (request, reply) => {
    const language = languageOf(request)
    const { search = '' } = request.query
    return reply.type(html).send(listPage(searchCatalogue(search, language), language))
  })
  app.get<Route>(
    '/errors/:key',
    { ...one, ...open('One error or verdict as a page.') },
    (request, reply) => reply.type(html).send(entryPage(entryFor(request), languageOf(request))),
  )
}

const html = 'text/html; charset=utf-8'

function entryFor(request: FastifyRequest<Route>): CatalogueEntry {
  const entry = catalogueEntry(request.params.key, languageOf(request))
  if (entry !== undefined) return entry
  throw new ApiProblem('not_found', 'There is no error of this key; /errors lists all.')
}

/** `?lang=` wins; else the first language of Accept-Language that we have. */
function languageOf(request: FastifyRequest<Route>): Language {
  const { lang } = request.query
  if (lang !== undefined) return lang
  const accepted = request.headers['accept-language'] ?? ''
  return /\b(en|zh)\b/i.exec(accepted)?.[1]?.toLowerCase() === 'zh' ? 'zh' : 'en'
}
