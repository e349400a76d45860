/** Answers instead of the backend. */
import { Type } from 'typebox'
import { headerLine } from '../model/header-edits.ts'
import type { Outcome } from '../model/plugin.ts'
import { listedPlugin, type OptionProblem } from './define-plugin.ts'
import { fieldsOf, headerFields } from './header-options.ts'
import { duplicatesIn, problemOfName, problemOfValue } from './header-rules.ts'

const options = Type.Object(
  {
    response_status: Type.Optional(
      Type.Integer({
        minimum: 200,
        maximum: 599,
        default: 200,
        description: 'Status of the answer, 200 to 599.',
      }),
    ),
    response_example: Type.Optional(
      Type.String({ maxLength: 1_048_576, default: '', description: 'Body of the answer.' }),
    ),
    response_headers: Type.Optional({
      ...headerFields,
      description: 'Header fields of the answer: a map, or a list of key and value.',
    }),
  },
  { additionalProperties: false },
)

export const mock = listedPlugin({
  name: 'mock',
  refuses: [],
  merge: 'replaces',
  needsOptionsOnly: true,
  options,
  check({ response_status: status = 200, response_example: body = '', response_headers: headers }) {
    const problems: OptionProblem[] = []
    const fields = fieldsOf(headers)
    for (const { name, value } of fields) {
      problems.push(...problemOfName(name, 'response_headers'))
      problems.push(...problemOfValue(value, 'response_headers'))
    }
    problems.push(
      ...duplicatesIn(
        fields.map(({ name }) => name),
        'response_headers',
      ),
    )
    if (body !== '' && bodiless.has(status)) {
      problems.push({ path: 'response_example', message: `an answer ${status} has no body` })
    }
    return problems
  },
  bind({ response_status: status = 200, response_example: body = '', response_headers: headers }) {
    const fields = fieldsOf(headers)
    let headerLines = fields.map(({ name, value }) => headerLine(name, value)).join('')
    const namesType = fields.some(({ name }) => name.toLowerCase() === 'content-type')
    if (body !== '' && !namesType) headerLines += headerLine('Content-Type', typeOf(body))
    const outcome: Outcome = {
      kind: 'answer',
      answer: { answeredBy: 'mock', status, headerLines, body: Buffer.from(body) },
    }
    return { onRequest: () => outcome }
  },
})

/** RFC 9110 section 6.4.1. */
const bodiless: ReadonlySet<number> = new Set([204, 304])

function typeOf(body: string): string {
  try {
    JSON.parse(body)
    return 'application/json; charset=utf-8'
  } catch {
    return 'text/plain; charset=utf-8' // JSON.parse says by throwing that it is no JSON
  }
}
