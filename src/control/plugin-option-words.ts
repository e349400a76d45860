import { isRecord } from '../definition/shape.ts'
import { type Bilingual, chosen, type Language } from '../model/bilingual.ts'
import type { Plugin } from '../model/plugin.ts'

/** The JSON Schema of a plugin's options with a title for each and its help, in the language of the reader:
 *  forms are drawn from it. English help stands in the schemas themselves. */
export function optionsIn({ name, options }: Plugin, language: Language): unknown {
  return worded(options, name, language)
}

function worded(schema: unknown, plugin: string, language: Language): unknown {
  if (Array.isArray(schema)) return schema.map((one) => worded(one, plugin, language))
  if (!isRecord(schema)) return schema
  const members = Object.entries(schema).map(([key, value]) => {
    if (key !== 'properties' || !isRecord(value)) return [key, worded(value, plugin, language)]
    return [key, wordedOptions(value, plugin, language)]
  })
  return Object.fromEntries(members)
}

function wordedOptions(
  properties: Readonly<Record<string, unknown>>,
  plugin: string,
  language: Language,
): Readonly<Record<string, unknown>> {
  const members = Object.entries(properties).map(([option, schema]) => {
    const inner = worded(schema, plugin, language)
    const words = optionWords(plugin, option)
    if (words === undefined || !isRecord(inner)) return [option, inner]
    const help = language === 'zh' ? { description: words.help } : {}
    return [option, { title: chosen(words.title, language), ...inner, ...help }]
  })
  return Object.fromEntries(members)
}

interface OptionWords {
  readonly title: Bilingual
  /** In Chinese. */
  readonly help: string
}

export function optionWords(plugin: string, option: string): OptionWords | undefined {
  const words = table[`${plugin} ${option}`] ?? table[option]
  if (words === undefined) return undefined
  const [english, chinese, help] = words
  return { title: [english, chinese], help }
}

/** Title in English and Chinese, help in Chinese; by option, or by plugin and option where the name means several
 *  things. */
const table: Readonly<Record<string, readonly [string, string, string]>> = {
  allow_origins: [
    'Allowed origins',
    '允许的来源',
    '以逗号分隔的来源；* 表示任意来源（不带凭据），** 表示任意来源，null 表示没有来源的页面。',
  ],
  allow_origins_by_regex: [
    'Allowed origins as patterns',
    '允许的来源（正则表达式）',
    '来源必须匹配的正则表达式；用于代替 allow_origins。',
  ],
  allow_methods: [
    'Allowed methods',
    '允许的方法',
    '以逗号分隔的方法；* 表示任意方法（不带凭据），** 表示任意方法。',
  ],
  allow_headers: [
    'Allowed request header fields',
    '允许的请求头',
    '以逗号分隔的请求头；* 表示任意请求头（不带凭据），** 表示任意请求头。',
  ],
  expose_headers: [
    'Exposed answer header fields',
    '暴露的响应头',
    '以逗号分隔、页面可以读取的响应头。',
  ],
  max_age: [
    'Preflight answers are kept for',
    '预检结果缓存时间',
    '浏览器可以缓存预检响应的秒数；-1 表示不缓存。',
  ],
  allow_credential: ['Credentials', '允许携带凭据', '可以发送 Cookie 和其他凭据。'],
  whitelist: [
    'Allowed addresses',
    '允许的地址',
    '每行一个 IPv4 或 IPv6 地址或 CIDR 网段（也可以是列表）；# 之后为注释。',
  ],
  blacklist: [
    'Denied addresses',
    '拒绝的地址',
    '每行一个 IPv4 或 IPv6 地址或 CIDR 网段（也可以是列表）；# 之后为注释。',
  ],
  message: ['Reason shown', '提示原因', '展示给被拒绝的调用方的原因。'],
  max_body_size: ['Largest body', '请求体上限', '请求体的最大字节数，1 到 33554432。'],
  'concurrency-limit limit': [
    'Requests at a time',
    '并发请求数',
    '同一应用（或地址）同时处理中的请求数上限。',
  ],
  conn: ['conn', 'conn', '旧系统的名称：上限为 conn + burst；不做延迟。'],
  burst: ['burst', 'burst', '与 conn 相加。'],
  default: ['Usual limits', '默认限制', '未在 apps 中列出的每个应用（或地址）的时间窗口。'],
  apps: [
    'Limits of single applications',
    '特定应用的限制',
    '按应用编码设置的时间窗口，代替默认限制。',
  ],
  rates: [
    'Limits in the old form',
    '旧格式的限制',
    '旧系统的格式：按应用编码设置的时间窗口；__default 表示其他应用。',
  ],
  specials: [
    'Single applications in the old form',
    '旧格式的特定应用',
    '旧系统的格式，与 default 一起使用。',
  ],
  rate: ['Limits', '限制', '环境的所有调用方共用的时间窗口。'],
  limit: ['Requests', '请求数', '允许的请求数。'],
  periodSeconds: ['In', '时间窗口', '时间窗口的长度，单位为秒。'],
  tokens: ['Requests', '请求数', '允许的请求数。'],
  period: ['In', '时间窗口', '时间窗口的长度，单位为秒。'],
  bk_app_code: ['Application', '应用编码', '应用编码。'],
  show_limit_quota_header: [
    'Tell callers what is left',
    '告知调用方剩余配额',
    '发送四个 X-Bkapi-RateLimit-* 响应头。',
  ],
  allow_degradation: [
    'allow_degradation',
    'allow_degradation',
    '旧系统的选项，没有作用：这里的计数不会失败。',
  ],
  set: ['Set', '设置', '替换收到的所有同名请求头。'],
  add: ['Add', '添加', '在收到的请求头之外添加。'],
  remove: ['Remove', '删除', '要删除的请求头名称。'],
  response_status: ['Status', '状态码', '响应的状态码，200 到 599。'],
  response_example: ['Body', '响应体', '响应的正文。'],
  response_headers: [
    'Header fields',
    '响应头',
    '响应的头部字段：键值映射，或由 key 和 value 组成的列表。',
  ],
  key: ['Name', '名称', '字段名称。'],
  value: ['Value', '值', '字段的值。'],
}
