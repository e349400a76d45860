/** Lets pages of other origins call a resource: answers preflights and adds the Access-Control fields
 *  to every answer, our own errors included (Fetch standard, section 3.2). */
import { Type } from 'typebox'
import { proceed } from '../model/plugin.ts'
import { compileCorsPolicy, type CorsOptions } from './cors-policy.ts'
import { listedPlugin, type OptionProblem } from './define-plugin.ts'
import { hasNestedRepetition } from './nested-repetition.ts'

const text = (standard: string, description: string) =>
  Type.Optional(Type.String({ maxLength: 4_096, default: standard, description }))

const options = Type.Object(
  {
    allow_origins: text(
      '*',
      'Comma list of origins; * any without credentials, ** any, null none.',
    ),
    allow_origins_by_regex: Type.Optional(
      Type.Array(Type.String({ minLength: 1, maxLength: 4_096 }), {
        description: 'Regular expressions that an origin must match; in place of allow_origins.',
      }),
    ),
    allow_methods: text('*', 'Comma list of methods; * any without credentials, ** any.'),
    allow_headers: text('*', 'Comma list of header fields; * any without credentials, ** any.'),
    expose_headers: text('', 'Comma list of answer fields that pages may read.'),
    max_age: Type.Optional(
      Type.Integer({
        minimum: -1,
        maximum: 86_400,
        default: 5,
        'x-unit': 'seconds',
        description: 'Seconds for which a browser may keep the preflight answer; -1 forbids it.',
      }),
    ),
    allow_credential: Type.Optional(
      Type.Boolean({ default: false, description: 'Cookies and other credentials may be sent.' }),
    ),
  },
  { additionalProperties: false },
)

export const cors = listedPlugin({
  name: 'cors',
  refuses: [],
  merge: 'replaces',
  needsOptionsOnly: true,
  options,
  check: problemsOf,
  bind(config) {
    const policy = compileCorsPolicy(config)
    return {
      onRequest(exchange) {
        const { request, toCaller } = exchange
        const origin = request.header('origin')
        const method = request.header('access-control-request-method')
        if (origin !== undefined && method !== undefined && request.method === 'OPTIONS') {
          const asked = request.header('access-control-request-headers')
          const headerLines = policy.preflightLines(origin, asked)
          const answer = { answeredBy: 'preflight', status: 200, headerLines, body: empty } as const
          return { kind: 'answer', answer }
        }
        policy.editAnswer(toCaller, origin)
        return proceed
      },
    }
  },
})

const empty = new Uint8Array(0)

function problemsOf(config: CorsOptions): OptionProblem[] {
  const problems: OptionProblem[] = []
  const lists = ['allow_origins', 'allow_methods', 'allow_headers', 'expose_headers'] as const
  for (const path of lists) {
    const value = config[path] ?? (path === 'expose_headers' ? '' : '*')
    const usesOrigins = path !== 'allow_origins' || config.allow_origins_by_regex === undefined
    if (!/^[\u0021-\u007e ]*$/.test(value)) {
      problems.push({ path, message: 'may hold printable ASCII only' })
    }
    if (config.allow_credential === true && value.trim() === '*' && usesOrigins) {
      problems.push({
        path,
        message: 'cannot be * together with allow_credential: name them or use **',
      })
    }
  }
  if (config.allow_origins !== undefined && (config.allow_origins_by_regex?.length ?? 0) > 0) {
    const isEmpty = config.allow_origins.trim() === ''
    if (!isEmpty) {
      problems.push({
        path: 'allow_origins',
        message: 'give allow_origins or allow_origins_by_regex, not both',
      })
    }
  }
  for (const [index, pattern] of (config.allow_origins_by_regex ?? []).entries()) {
    const problem = problemOfPattern(pattern)
    if (problem === '') continue
    const message = `${JSON.stringify(pattern)} ${problem}`
    problems.push({ path: `allow_origins_by_regex/${index}`, message })
  }
  return problems
}

function problemOfPattern(pattern: string): string {
  try {
    RegExp(pattern)
  } catch {
    return 'is no regular expression'
  }
  if (!hasNestedRepetition(pattern)) return ''
  return (
    'repeats a group that holds a repetition or alternatives, which can take for ever to match: ' +
    'write it without the outer repetition, as [a-z0-9.-]+ for ([a-z0-9-]+[.])*'
  )
}
