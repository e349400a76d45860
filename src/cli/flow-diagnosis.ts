import type { TextDiagnosis } from '../diagnosis/transcripts/diagnose-text.ts'
import type { Language } from '../model/bilingual.ts'
import type { FlowRecord } from '../model/flow-record.ts'
import type { Verdict } from '../model/verdict.ts'
import { CommandFailure } from './command-failure.ts'
import {
  problemSentence,
  ServerClient,
  type ServerAnswer,
  type ServerOptions,
} from './server-client.ts'

/** The record of a request id with its verdict, from the server, which knows the contacts. */
export async function flowDiagnosis(
  id: string,
  options: ServerOptions & { readonly lang: Language },
): Promise<TextDiagnosis> {
  const answer = await new ServerClient(options).get(
    `/api/v1/flow-records/${encodeURIComponent(id)}?lang=${options.lang}`,
  )
  if (answer.status === 404 && !isProblem(answer))
    throw new CommandFailure(
      'The server has no management API there. --server is the console address, mostly port 8801.',
    )
  if (answer.status === 404)
    throw new CommandFailure(
      `No flow record has the request id ${id}: it is mistyped, older than the log, or of another server.`,
    )
  if (answer.status !== 200) throw new CommandFailure(problemSentence(answer))
  const { record, verdict } = recordAndVerdict(answer)
  const request = `${record.method} ${record.http_path}`
  const hop = { request, status: record.status, through_gateway: true, verdict }
  return { detected: 'record', verdict, hops: [hop], record, not_seen: [] }
}

/** Errors of the management API have a title (RFC 9457); the gateway's own have not. */
function isProblem({ body }: ServerAnswer): boolean {
  return typeof body === 'object' && body !== null && 'title' in body
}

function recordAndVerdict({ body }: ServerAnswer): { record: FlowRecord; verdict: Verdict } {
  if (!hasBoth(body))
    throw new CommandFailure(
      'The server answered something else than a flow record. Is it a Faultline of this version?',
    )
  return body
}

/** The server is ours and of the contract; only the outer shape is checked. */
function hasBoth(body: unknown): body is { record: FlowRecord; verdict: Verdict } {
  return (
    typeof body === 'object' &&
    body !== null &&
    'record' in body &&
    'verdict' in body &&
    typeof body.record === 'object' &&
    typeof body.verdict === 'object' &&
    body.record !== null &&
    body.verdict !== null
  )
}
