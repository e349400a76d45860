import { Type } from 'typebox'
import { usualBodyBytes } from '../model/body-limit.ts'
import {
  deprecatedSchema,
  docsSchema,
  labelsSchema,
  operationSchema,
} from './documentation-schema.ts'
import { line, mapping, name } from './schema-parts.ts'
import { pluginSchema, timeoutsSchema } from './stage-schema.ts'

/** What a resource says: which requests it takes, who may call it, where it leads. */
const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'ANY'] as const

export const authSchema = mapping(
  {
    app: Type.Optional(
      Type.Boolean({ default: true, description: 'The calling application must prove itself.' }),
    ),
    user: Type.Optional(
      Type.Boolean({ default: false, description: 'A signed-in user is needed.' }),
    ),
    permission: Type.Optional(
      Type.Boolean({
        description:
          'The application needs a grant. Default: as `app`; true with `app: false` is refused.',
      }),
    ),
  },
  'Who may call.',
)

const resourceBackendSchema = mapping(
  {
    name: Type.Optional(name('backend', 'Which backend of the gateway. Default: default.')),
    method: Type.Optional(
      Type.Enum(methods, {
        description: 'Default: the method of the resource; ANY: as the caller.',
      }),
    ),
    path: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 2_048,
        description:
          'Path at the backend; {name} as in the path of the resource, {env.NAME} from the stage; a query may follow. Default: the path of the resource.',
      }),
    ),
  },
  'Where matching requests go.',
)

export const resourceSchema = mapping(
  {
    name: name('resource', 'Unique within the gateway.'),
    summary: Type.Optional(line(512, 'What it does, in a few words.')),
    description: Type.Optional(line(2_048, 'For people.')),
    labels: Type.Optional(labelsSchema),
    public: Type.Optional(
      Type.Boolean({
        default: true,
        description: 'Listed where callers look; who may call is said by `auth`.',
      }),
    ),
    allowApply: Type.Optional(
      Type.Boolean({
        description:
          'Callers may ask for permission. Default: as `public`; true with `public: false` is refused.',
      }),
    ),
    deprecated: Type.Optional(deprecatedSchema),
    docs: Type.Optional(docsSchema),
    schema: Type.Optional(operationSchema),
    method: Type.Enum(methods, { description: 'ANY takes every method.' }),
    path: Type.String({
      minLength: 1,
      maxLength: 2_048,
      description: 'Path below the stage; {name} stands for one whole segment.',
    }),
    matchSubpath: Type.Optional(
      Type.Boolean({ default: false, description: 'Take everything below the path as well.' }),
    ),
    websocket: Type.Optional(
      Type.Boolean({ default: false, description: 'Allow the upgrade to a WebSocket.' }),
    ),
    auth: Type.Optional(authSchema),
    backend: Type.Optional(resourceBackendSchema),
    timeoutMs: Type.Optional(timeoutsSchema),
    bodyLimitBytes: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 1_099_511_627_776,
        default: usualBodyBytes,
        'x-unit': 'bytes',
        description: 'Largest request body.',
      }),
    ),
    plugins: Type.Optional(
      Type.Array(pluginSchema, {
        maxItems: 100,
        description:
          'Plugins of this resource; one of the same type on the stage is replaced, or runs too (see plugins.md).',
      }),
    ),
  },
  'An interface of the gateway.',
)
