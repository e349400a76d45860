import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type Static, Type } from 'typebox'
import type { StoredApp } from '../../definition/control-state.ts'
import { line, name } from '../../definition/schema-parts.ts'
import { listAudit } from '../../storage/audit-log.ts'
import type { ControlDatabase } from '../../storage/control-database.ts'
import { listRequests } from '../../storage/permission-requests.ts'
import type { Applier } from '../applier.ts'
import { shownApp } from '../apps/app-view.ts'
import { appOf, planCreated, planDeleted, planEdited } from '../apps/plan-app.ts'
import type { Caller } from '../caller.ts'
import { etagOf, requireMatch } from '../etag.ts'
import { bodyIn } from '../json-body.ts'
import { nameAt, pageOfNumbered } from '../list-cursor.ts'
import { plainText } from '../plain-text.ts'
import { ApiProblem } from '../problem.ts'
import { authorOf } from '../request-author.ts'

/** `/api/v1/apps`: who calls. Whoever is signed in may create applications and owns them. */
export const appCode = plainText(64, 'Code of the application.')
const parameters = Type.Object({ app: appCode })
interface OfApp {
  Params: Static<typeof parameters>
}

const listQuery = Type.Object({
  search: Type.Optional(plainText(128, 'Part of a code, an owner or a description.')),
  limit: Type.Integer({ minimum: 1, maximum: 1_000, default: 100 }),
  cursor: Type.Optional(Type.String({ maxLength: 512, description: '`next` of the page before.' })),
})

const owner = Type.String({ ...line(128, 'A user or a group.'), minLength: 1 })
const description = line(512, 'For people.')
const newApp = Type.Object(
  {
    code: name('app', 'What the application calls itself.'),
    owner: Type.Optional(owner),
    description: Type.Optional(description),
  },
  { additionalProperties: false },
)
const edit = Type.Object(
  { owner: Type.Optional(owner), description: Type.Optional(description) },
  { additionalProperties: false },
)

const bodyLimit = 16_384
const example = {
  code: 'web-shop',
  owner: 'shop-web-team',
  description: 'The shop of the web',
  managedBy: 'api',
  secrets: [{ id: '3f2a91c05b7d', createdAt: '2026-11-30T18:00:00.000Z' }],
}

export function appRoutes(app: FastifyInstance, applier: Applier, database: ControlDatabase): void {
  app.route<{ Querystring: Static<typeof listQuery> }>({
    method: 'GET',
    url: '/api/v1/apps',
    schema: { querystring: listQuery },
    config: {
      access: 'signed-in',
      summary: 'The applications that are yours; of an administrator, all.',
      answer: { example: { items: [example], next: null } },
    },
    handler: async ({ caller, query: { search = '', limit, cursor } }) => {
      const after = nameAt('apps', cursor) ?? ''
      const found = applier.state.apps
        .filter(({ code }) => code > after && caller.owns(code))
        .filter((one) => isNamed(one, search.toLowerCase()))
        .slice(0, limit + 1)
      const page = pageOfNumbered('apps', found, limit, ({ code }) => code)
      return { ...page, items: page.items.map(shownApp) }
    },
  })
  app.route<OfApp>({
    method: 'GET',
    url: '/api/v1/apps/:app',
    schema: { params: parameters },
    config: { access: 'app-owner', summary: 'One application.', answer: { example } },
    handler: async ({ params }, reply) => answered(reply, appOf(applier.state, params.app)),
  })
  creation(app, applier, database)
  editing(app, applier)
  deletion(app, applier, database)
}

function creation(app: FastifyInstance, applier: Applier, database: ControlDatabase): void {
  app.route({
    method: 'POST',
    url: '/api/v1/apps',
    bodyLimit,
    config: {
      access: 'signed-in',
      summary: 'Creates an application, which is yours or its `owner`’s. It has no secret yet.',
      problems: ['app_exists', 'too_many_apps', 'storage_failed'],
      body: { schema: newApp, example: { code: 'web-shop', owner: 'shop-web-team' } },
      answer: { status: 201, example: { ...example, secrets: [] } },
    },
    handler: async (request, reply) => {
      const { caller } = request
      const { code, description: text = '', ...more } = bodyIn(request, newApp)
      const wanted = { code, owner: ownerFor(caller, more.owner), description: text }
      const planned = await applier.change(async (state) => {
        const hadOwner = await wasThere(database, code)
        const { user: by, isAdministrator: mayTakeAny } = caller
        return planCreated(state, wanted, { by, mayTakeAny, hadOwner })
      }, authorOf(request))
      reply.code(201).header('location', `/api/v1/apps/${code}`)
      return answered(reply, planned.app)
    },
  })
}

function editing(app: FastifyInstance, applier: Applier): void {
  app.route<OfApp>({
    method: 'PATCH',
    url: '/api/v1/apps/:app',
    bodyLimit,
    schema: { params: parameters },
    config: {
      access: 'app-owner',
      summary: 'Changes the owner or the description.',
      problems: ['precondition_required', 'changed_meanwhile', 'storage_failed'],
      body: { schema: edit, example: { owner: 'shop-web-team' } },
      answer: { example },
    },
    handler: async (request, reply) => {
      const wanted = bodyIn(request, edit)
      const planned = await applier.change((state) => {
        const before = seenApp(request, appOf(state, request.params.app))
        return planEdited(state, before, wanted)
      }, authorOf(request))
      return answered(reply, planned.app)
    },
  })
}

function deletion(app: FastifyInstance, applier: Applier, database: ControlDatabase): void {
  app.route<OfApp>({
    method: 'DELETE',
    url: '/api/v1/apps/:app',
    schema: { params: parameters },
    config: {
      access: 'app-owner',
      summary: 'Deletes an application with its secrets, permissions and pending requests.',
      problems: ['precondition_required', 'changed_meanwhile', 'storage_failed'],
      answer: { status: 204, example: null },
    },
    handler: async (request, reply) => {
      const author = authorOf(request)
      await applier.change(async (state) => {
        const gone = seenApp(request, appOf(state, request.params.app))
        const filter = { app: gone.code, status: 'pending', limit: mostPending } as const
        const pending = await listRequests(database, filter)
        const end = { by: author.actor, atMs: Date.now(), comment: 'The application was deleted.' }
        return planDeleted(state, gone, pending, end)
      }, author)
      return await reply.code(204).send()
    },
  })
}

/** No two pending requests of an application ask for the same. */
const mostPending = 100_000

function answered(reply: FastifyReply, app: StoredApp): object {
  const shown = shownApp(app)
  reply.header('etag', etagOf(shown))
  return shown
}

function seenApp(request: FastifyRequest, app: StoredApp): StoredApp {
  requireMatch(request, etagOf(shownApp(app)))
  return app
}

function isNamed({ code, owner: of, description: text }: StoredApp, search: string): boolean {
  return search === '' || [code, of, text].some((part) => part.toLowerCase().includes(search))
}

/** Services own nothing that they were not given. */
function ownerFor({ user, isAdministrator }: Caller, named: string | undefined): string {
  if (user === '' && !isAdministrator) {
    throw new ApiProblem('not_permitted', 'Sign in as a person: an application has an owner.')
  }
  const found = named ?? user
  if (found !== '') return found
  throw new ApiProblem('invalid_body', 'owner: name the user or the group whose application it is.')
}

/** Codes are not given to others: records of the past are known by them. */
async function wasThere(database: ControlDatabase, code: string): Promise<boolean> {
  const filter = { gateway: '', kind: 'app', path: `apps/${code}`, limit: 1 }
  return (await listAudit(database, filter)).length > 0
}
