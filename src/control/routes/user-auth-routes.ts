import type { FastifyInstance } from 'fastify'
import type { PartEditor } from '../drafts/part-editor.ts'
import { partRoutes } from './part-routes.ts'

/** `…/user-auth`: how signed-in users prove themselves, for all stages; edited in the draft. */
export function userAuthRoutes(app: FastifyInstance, editor: PartEditor): void {
  partRoutes(app, editor, {
    url: '/api/v1/gateways/:gateway/user-auth',
    what: 'the authentication of users',
    parameters: {},
    example: { tokenUrl: 'https://login.example.com/is_login', algorithms: ['RS256'] },
    mayCreate: true,
    place: () => ({ path: 'settings/userAuth' }),
  })
}
