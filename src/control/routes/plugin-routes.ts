import type { FastifyInstance } from 'fastify'
import { type Static, type TProperties, Type } from 'typebox'
import type { PartPath } from '../../definition/document-parts.ts'
import type { Bilingual, Language } from '../../model/bilingual.ts'
import type { Plugin } from '../../model/plugin.ts'
import type { PartEditor } from '../drafts/part-editor.ts'
import { pluginFocus } from '../drafts/part-focus.ts'
import { plainText } from '../plain-text.ts'
import { optionsIn } from '../plugin-option-words.ts'
import { languageOf, languageParameter } from '../request-language.ts'
import { type Parameters, partRoutes } from './part-routes.ts'
import { resourceParameter } from './resource-routes.ts'
import { stageName } from './gateway-routes.ts'

/** `/api/v1/plugins`, and plugins bound to a stage or a resource, in the draft. */
const typeParameter = plainText(64, 'Type of the plugin, with or without bk-.')
const pluginsQuery = Type.Object({ lang: languageParameter })
const example = { config: { default: [{ limit: 100, periodSeconds: 60 }] } }

export function pluginRoutes(app: FastifyInstance, editor: PartEditor): void {
  app.get<{ Querystring: Static<typeof pluginsQuery> }>(
    '/api/v1/plugins',
    {
      schema: { querystring: pluginsQuery },
      config: {
        access: 'signed-in',
        summary: 'Every plugin with the JSON Schema of its options.',
        answer: { example: pluginsExample },
      },
    },
    (request) => {
      const language = languageOf(request)
      const items = editor.plugins.map((plugin, order) => pluginSummary(plugin, order, language))
      return { items, next: null }
    },
  )
  bindingRoutes(app, editor, 'stage', { stage: stageName }, ({ stage = '' }) => `stages/${stage}`)
  bindingRoutes(
    app,
    editor,
    'resource',
    { resource: resourceParameter },
    ({ resource = '' }) => `resources/${resource}`,
  )
}

function bindingRoutes(
  app: FastifyInstance,
  editor: PartEditor,
  what: 'stage' | 'resource',
  parameters: TProperties,
  pathOf: (parameters: Parameters) => PartPath,
): void {
  partRoutes(app, editor, {
    url: `/api/v1/gateways/:gateway/${what}s/:${what}/plugins/:type`,
    what: `a plugin of a ${what}`,
    parameters: { ...parameters, type: typeParameter },
    example,
    mayCreate: true,
    place: (given) => ({ path: pathOf(given), focus: pluginFocus(given['type'] ?? '') }),
    named: ({ type = '' }) => ({ type }),
  })
}

/** In the order in which they run. */
function pluginSummary(plugin: Plugin, order: number, language: Language): object {
  const { name, scope, merge } = plugin
  const [en, zh] = titles[name] ?? [name, name]
  const options = optionsIn(plugin, language)
  return { type: name, title: { en, zh }, scope, merge, order, options }
}

/** For people. */
const titles: Readonly<Record<string, Bilingual>> = {
  'recursion-guard': ['Loop protection', '循环调用保护'],
  cors: ['Cross-origin requests (CORS)', '跨域资源共享（CORS）'],
  'ip-restriction': ['Allowed and denied addresses', 'IP 访问控制'],
  'request-body-limit': ['Largest request body', '请求体大小限制'],
  'app-auth': ['Application authentication', '应用认证'],
  'user-auth': ['User authentication', '用户认证'],
  permission: ['Application permission', '应用权限校验'],
  'concurrency-limit': ['Concurrent requests', '并发限制'],
  'rate-limit': ['Request rate', '频率控制'],
  'stage-global-rate-limit': ['Request rate of the whole stage', '环境全局频率控制'],
  'sensitive-removal': ['Removal of credentials', '敏感信息清理'],
  'backend-identity': ['Identity for the backend', '后端身份信息'],
  'header-rewrite': ['Header fields', '请求头转换'],
  mock: ['Fixed answer', '固定响应（Mock）'],
}

const pluginsExample = {
  items: [
    {
      type: 'request-body-limit',
      title: { en: 'Request body limit', zh: '请求体大小限制' },
      scope: 'listed',
      merge: 'replaces',
      order: 3,
      options: { type: 'object', properties: { max_body_size: { type: 'integer' } } },
    },
  ],
  next: null,
}
