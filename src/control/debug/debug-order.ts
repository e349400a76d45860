import { type Static, Type } from 'typebox'
import { plainText } from '../plain-text.ts'

/** What to send, as a person asks for it. Everything has a limit: the gateway's own, where it has one. */
const text = (maxLength: number, description: string) => Type.String({ maxLength, description })
const method = Type.String({
  pattern: '^[A-Za-z][A-Za-z0-9-]{0,39}$',
  description: 'Without it that of the resource, else GET.',
})

/** A token (RFC 9110 section 5.6.2). */
const fieldName = "^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,128}$"

const fieldPattern = '^[^\\r\\n\\u0000]*$'
const fieldValue = Type.String({ maxLength: 8_192, pattern: fieldPattern })
/** What becomes part of a header field: a line end in it would begin another field. */
const fieldPart = (maxLength: number, description: string) =>
  Type.String({ maxLength, pattern: fieldPattern, description })
const credentials = Type.Object(
  {
    app: Type.Optional(fieldPart(128, 'Code of an application.')),
    secret: Type.Optional(fieldPart(512, 'Of the application; kept nowhere.')),
    userToken: Type.Optional(fieldPart(2_048, 'A bk_token, for the user; kept nowhere.')),
    testIdentity: Type.Optional(
      Type.Boolean({ description: 'Be the application faultline-debug, which needs no grant.' }),
    ),
  },
  { additionalProperties: false },
)

/** As characters: base64 takes four for three bytes. */
const mostBodyCharacters = 1_398_104
export const mostBodyBytes = 1_048_576

const members = {
  stage: plainText(64, 'Name of the stage.'),
  resource: Type.Optional(plainText(128, 'Name of the resource; else a path.')),
  pathParameters: Type.Optional(
    Type.Record(Type.String({ maxLength: 128 }), text(2_048, 'As it is, not encoded.'), {
      maxProperties: 64,
    }),
  ),
  subpath: Type.Optional(text(4_096, 'What follows the path of a resource with matchSubpath.')),
  method: Type.Optional(method),
  path: Type.Optional(text(8_192, 'Below the stage, encoded, like /orders/7.')),
  query: Type.Optional(text(8_192, 'Encoded, like page=2&size=10.')),
  headers: Type.Optional(
    Type.Record(
      Type.String({ pattern: fieldName }),
      Type.Union([fieldValue, Type.Array(fieldValue, { maxItems: 16 })]),
      { maxProperties: 64, additionalProperties: false },
    ),
  ),
  body: Type.Optional(text(mostBodyCharacters, 'At most 1 MiB.')),
  bodyEncoding: Type.Optional(Type.Union([Type.Literal('utf8'), Type.Literal('base64')])),
  credentials: Type.Optional(credentials),
  follow: Type.Optional(
    Type.Union([Type.Literal('gateway'), Type.Literal('backends'), Type.Literal('none')], {
      description:
        'Which redirects: back to this gateway (the default), also to hosts of the stage.',
    }),
  ),
}

export const debugOrder = Type.Object(members, { additionalProperties: false })
export type DebugOrder = Static<typeof debugOrder>

/** What a call of the history lacks: its secrets. */
export const missingParts = Type.Object(
  {
    credentials: Type.Optional(credentials),
    path: members.path,
    subpath: members.subpath,
    pathParameters: members.pathParameters,
    headers: members.headers,
    query: members.query,
    body: members.body,
  },
  { additionalProperties: false },
)
export type MissingParts = Static<typeof missingParts>

export const orderExample = {
  stage: 'prod',
  resource: 'get_order',
  pathParameters: { id: '7' },
  query: 'lang=en',
  headers: { Accept: 'application/json' },
  credentials: { testIdentity: true },
}
