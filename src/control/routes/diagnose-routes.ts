import type { FastifyInstance, FastifyReply } from 'fastify'
import { type Static, Type } from 'typebox'
import { ApiProblem } from '../problem.ts'
import { languageOf, languageParameter } from '../request-language.ts'
import { ReaderNotStarted, type TextDiagnosis } from '../text-diagnosis.ts'

/** `POST /api/v1/diagnose`: the verdict on a pasted text. Open to everyone, stores nothing. */
const textLimitBytes = 1_024 * 1_024
/** Room for at least three more by then, even if each text takes the second that it may and the reader is
 *  started again after each (text-diagnosis.ts). */
const retryAfterSeconds = 5
const query = Type.Object({ lang: languageParameter })

export function diagnoseRoutes(app: FastifyInstance, diagnosis: TextDiagnosis): void {
  const config = {
    access: 'open',
    summary: 'The verdict on a pasted response: raw HTTP, curl output, HAR or a bare body.',
    text: { types: ['text/plain', 'application/json'], example: pastedExample },
    answer: { example: diagnosisExample },
    problems: ['diagnosis_timeout', 'diagnosis_busy'],
  } as const
  app.route<{ Querystring: Static<typeof query> }>({
    method: 'POST',
    url: '/api/v1/diagnose',
    bodyLimit: textLimitBytes,
    schema: { querystring: query },
    config,
    handler: async (request, reply) => {
      // the only parser gives bytes (management-server.ts); no body at all is undefined
      const bytes = (request.body as Buffer | undefined) ?? Buffer.alloc(0)
      if (bytes.length === 0) {
        throw new ApiProblem('invalid_parameter', 'Send the text to diagnose as the body.')
      }
      if (diagnosis.isFull) throw busy(reply)
      const answer = await diagnosis
        .verdictOn(bytes.toString('utf8'), languageOf(request))
        .catch((error: unknown) => {
          throw error instanceof ReaderNotStarted ? busy(reply) : error
        })
      if (answer !== undefined) return answer
      throw new ApiProblem(
        'diagnosis_timeout',
        'Send a shorter text: only the exchange that failed.',
      )
    },
  })
}

const pastedExample = 'HTTP/1.1 502 Bad Gateway\r\nServer: nginx\r\n\r\n<html></html>'

const verdictExample = {
  responder: 'backend',
  fault: 'unsure',
  owner: 'backend',
  certainty: 'possible',
  key: 'backend_error',
  summary: 'An unidentified program answered 502.',
  response_desc: 'The gateway has requested the backend interface and returned its response as is.',
  evidence: [
    {
      source: 'pasted',
      statement: 'the text shows a response: status 502',
      weight: 'medium',
    },
  ],
  next_steps: ['Ask the owner of the backend, with the request id and the time.'],
  contacts: [],
  software: null,
  help: '/errors/backend_error',
  would_confirm: [],
}

const diagnosisExample = {
  detected: 'http',
  verdict: verdictExample,
  hops: [{ request: '', status: 502, through_gateway: false, verdict: verdictExample }],
  record: null,
  not_seen: ['the address that was called'],
}

function busy(reply: FastifyReply): ApiProblem {
  reply.header('retry-after', retryAfterSeconds)
  return new ApiProblem('diagnosis_busy', 'Other texts are being read: send it again soon.')
}
