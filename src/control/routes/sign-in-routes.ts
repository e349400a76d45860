import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { bodyIn } from '../json-body.ts'
import { plainText } from '../plain-text.ts'
import { ApiProblem } from '../problem.ts'
import { addressOf } from '../request-origin.ts'
import { password } from '../people/account-rules.ts'
import { csrfTokenOf, refuseOtherSites, requirePrivateWay } from '../people/browser-origin.ts'
import {
  claimsIn,
  newProviderSecret,
  providerAddress,
  type ProviderSettings,
} from '../people/identity-provider.ts'
import type { People } from '../people/people.ts'
import { providerUser, requireEnabled } from '../people/provider-users.ts'
import { cookieIn, providerCookie, sessionCookie, setCookie } from '../people/session-cookie.ts'
import { sessionMs } from '../people/session-times.ts'
import { beginSession, limited, signIn } from '../people/sign-in.ts'

/** `/api/v1/sign-in`: by password, or at the identity provider. What follows is a cookie. */
const credentials = Type.Object(
  { name: plainText(64, 'Name of the user.'), password },
  { additionalProperties: false },
)
const callbackPath = '/api/v1/sign-in/oidc/callback'
const callbackQuery = Type.Object({
  code: Type.Optional(Type.String({ maxLength: 4_096 })),
  state: Type.Optional(Type.String({ maxLength: 512 })),
  iss: Type.Optional(Type.String({ maxLength: 2_048 })),
  session_state: Type.Optional(Type.String({ maxLength: 512 })),
  scope: Type.Optional(Type.String({ maxLength: 2_048 })),
  error: Type.Optional(Type.String({ maxLength: 512 })),
  error_description: Type.Optional(Type.String({ maxLength: 4_096 })),
  error_uri: Type.Optional(Type.String({ maxLength: 2_048 })),
})

export function signInRoutes(app: FastifyInstance, people: People): void {
  app.route({
    method: 'POST',
    url: '/api/v1/sign-in',
    bodyLimit: 4_096,
    config: {
      access: 'open',
      summary: 'Signs in by password; the answer sets the cookie of the session.',
      problems: [
        'https_needed',
        'sign_in_failed',
        'too_many_attempts',
        'sign_in_busy',
        'storage_away',
      ],
      body: { schema: credentials, example: { name: 'ann', password: 'a-long-pass-phrase' } },
      answer: {
        example: { user: 'ann', csrfToken: 'HhT…', expiresAt: '2026-12-07T08:00:00.000Z' },
      },
    },
    handler: async (request, reply) => {
      requirePrivateWay(request)
      refuseOtherSites(request)
      const { user, secret } = await signIn(people, request, bodyIn(request, credentials))
      setCookie(reply, sessionCookie, secret, sessionMs / 1_000)
      const expiresAt = new Date(Date.now() + sessionMs).toISOString()
      return { user: user.name, csrfToken: csrfTokenOf(secret), expiresAt }
    },
  })
  providerRoutes(app, people)
}

const callbackProblems = [
  'https_needed',
  'not_found',
  'provider_away',
  'provider_refused',
  'name_taken',
  'too_many_attempts',
  'storage_away',
] as const

function providerRoutes(app: FastifyInstance, people: People): void {
  app.route({
    method: 'GET',
    url: '/api/v1/sign-in/oidc',
    config: {
      access: 'open',
      summary: 'Leads to the identity provider (302).',
      problems: ['https_needed', 'not_found', 'provider_away'],
      answer: { status: 302 },
    },
    handler: async (request, reply) => {
      const settings = providerOf(people)
      requirePrivateWay(request)
      const secret = newProviderSecret()
      const address = await providerAddress(settings, secret, callbackOf(people))
      setCookie(reply, providerCookie, secret, underWaySeconds)
      return await reply.redirect(address)
    },
  })
  callbackRoute(app, people)
}

function callbackRoute(app: FastifyInstance, people: People): void {
  app.route({
    method: 'GET',
    url: callbackPath,
    schema: { querystring: callbackQuery },
    config: {
      access: 'open',
      summary: 'Where the identity provider leads back to (302).',
      problems: callbackProblems,
      answer: { status: 302 },
    },
    handler: async (request, reply) => {
      const settings = providerOf(people)
      requirePrivateWay(request)
      const secret = cookieIn(request, providerCookie)
      if (secret === '') {
        const detail = 'This browser began no sign-in in the last ten minutes. Begin again.'
        throw new ApiProblem('provider_refused', detail)
      }
      setCookie(reply, providerCookie, '', 0)
      // each asks the provider; of one office many may sign in at once
      const what = `identity provider ${secret.slice(0, 16)}`
      const act = async () => await signInAtProvider(people, request, settings, secret)
      const session = await limited(people, request, what, act)
      setCookie(reply, sessionCookie, session, sessionMs / 1_000)
      return await reply.redirect('/')
    },
  })
}

async function signInAtProvider(
  people: People,
  request: FastifyRequest,
  settings: ProviderSettings,
  secret: string,
): Promise<string> {
  const claimed = await claimsIn(settings, secret, answerOf(people, request))
  const user = await providerUser(people, settings, claimed, addressOf(request))
  return await beginSession(people, request, user, (_tables, now) => requireEnabled(now))
}

/** A person may have to find a second factor. */
const underWaySeconds = 600

function providerOf({ provider }: People): ProviderSettings {
  if (provider !== undefined) return provider
  const detail = 'No identity provider is set (FAULTLINE_OIDC_ISSUER): sign in by password.'
  throw new ApiProblem('not_found', detail)
}

function callbackOf(people: People): string {
  return `${people.consoleUrl()}${callbackPath}`
}

/** As the provider knows the address, whatever proxies made of it. */
function answerOf(people: People, { originalUrl }: FastifyRequest): URL {
  const answer = new URL(callbackOf(people))
  answer.search = originalUrl.split('?')[1] ?? ''
  return answer
}
