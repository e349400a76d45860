import { chosen, type Bilingual, type Language } from '../model/bilingual.ts'
import type { FlowRecord } from '../model/flow-record.ts'
import type { Evidence, Verdict } from '../model/verdict.ts'
import { catalogueEntry } from './catalogue.ts'

/** A verdict for who sees a record without what is behind the gateway (src/model/caller-view.ts): the same
 *  conclusion, in words of the catalogue, because sentences about one exchange name hosts and addresses. */
export function callerVerdict(verdict: Verdict, record: FlowRecord, language: Language): Verdict {
  const { responder, fault, owner, certainty, key, response_desc, contacts, help } = verdict
  const entry = catalogueEntry(key, language)
  const steps = entry?.actions.filter(({ role }) => role === owner || role === 'caller') ?? []
  return {
    responder,
    fault,
    owner,
    certainty,
    key,
    summary: entry?.title ?? '',
    response_desc,
    evidence: evidenceOf(record, language),
    next_steps: steps.map(({ text }) => text),
    contacts,
    software: null,
    help,
    would_confirm: [],
  }
}

/** Of members that the caller sees. */
function evidenceOf(record: FlowRecord, language: Language): Evidence[] {
  const { status, error_key: key, error, backend_status: received, attempts } = record
  const said = (text: Bilingual): Evidence => {
    return { source: 'gateway', statement: chosen(text, language), weight: 'strong' }
  }
  const pieces = [said([`the caller got status ${status}`, `调用方收到状态码 ${status}`])]
  if (key !== '') {
    pieces.push(said([`the gateway wrote it (${key}): ${error}`, `由网关写出（${key}）：${error}`]))
  }
  if (received > 0) {
    pieces.push(said([`the backend answered ${received}`, `后端应答 ${received}`]))
  }
  const failed = attempts.filter(({ failure }) => failure !== '').length
  if (failed > 0) {
    pieces.push(
      said([
        `${failed} of ${attempts.length} attempts at the backend failed; where is shown to the maintainers of the gateway`,
        `对后端的 ${attempts.length} 次尝试中有 ${failed} 次失败；位置只显示给网关维护者`,
      ]),
    )
  }
  return pieces
}
