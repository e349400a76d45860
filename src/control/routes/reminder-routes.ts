import type { FastifyInstance } from 'fastify'
import { type Static, Type } from 'typebox'
import type { ControlDatabase } from '../../storage/control-database.ts'
import { listReminders, type Reminder } from '../../storage/reminders.ts'
import type { Applier } from '../applier.ts'
import { numberAt, pageOfNumbered } from '../list-cursor.ts'
import { visibleTo } from './permission-request-routes.ts'

/** `GET /api/v1/reminders`: what ends soon or waits for a decision, of what is the caller's. */
const query = Type.Object({
  limit: Type.Integer({ minimum: 1, maximum: 1_000, default: 100 }),
  cursor: Type.Optional(Type.String({ maxLength: 512, description: '`next` of the page before.' })),
})

const example = {
  number: 7,
  at: '2026-11-30T18:00:00.000Z',
  kind: 'permission_expires',
  app: 'web-shop',
  gateway: 'shop',
  to: ['shop-web-team'],
  subject: 'The permission of web-shop on shop ends in 7 days',
  text: 'web-shop may call get_order of shop until 2026-12-07T18:00:00.000Z; then it is refused. …',
}

export function reminderRoutes(
  app: FastifyInstance,
  applier: Applier,
  database: ControlDatabase,
): void {
  app.route<{ Querystring: Static<typeof query> }>({
    method: 'GET',
    url: '/api/v1/reminders',
    schema: { querystring: query },
    config: {
      access: 'signed-in',
      summary: 'Permissions of your applications that end, requests that wait for you.',
      answer: { example: { items: [example], next: null } },
    },
    handler: async ({ caller, query: { limit, cursor } }) => {
      const before = numberAt('reminders', cursor)
      const visible = visibleTo(applier.state, caller, undefined)
      const found = await listReminders(database, { ...visible, before, limit: limit + 1 })
      const page = pageOfNumbered('reminders', found, limit, (one) => one.number)
      return { ...page, items: page.items.map(shown) }
    },
  })
}

function shown({ atMs, number, ...rest }: Reminder): object {
  return { number, at: new Date(atMs).toISOString(), ...rest }
}
