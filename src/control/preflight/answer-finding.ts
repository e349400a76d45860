import { en, zh } from '../../model/bilingual.ts'
import { probeFinding, type ProbeFinding } from '../../model/probe-report.ts'
import type { AskedHost } from './asked-host.ts'
import type { Judged } from './judge-answer.ts'

/** What an answer to `GET /` comes to. The root need not mean anything, so a refusal of the service's
 *  own is as good as a page: it is there and speaks. */
export function answerFinding(asked: AskedHost, judged: Judged): ProbeFinding {
  const { place } = asked
  const { status, key, summary, advice, software } = judged
  if (isOdd(judged)) {
    return probeFinding(
      key === 'access_layer_wants_certificate' ? 'failure' : 'warning',
      key,
      [en`${place}: ${summary[0]}`, zh`${place}：${summary[1]}`],
      advice,
    )
  }
  const by = software === '' ? '' : ` (${software})`
  const chineseBy = software === '' ? '' : `（${software}）`
  return probeFinding('ok', 'answered', [
    en`${place} answers GET / with ${status}${by}.`,
    zh`${place}对 GET / 返回 ${status}${chineseBy}。`,
  ])
}

function isOdd({ status, responder }: Judged): boolean {
  return status >= 500 || (status >= 400 && responder === 'access_layer')
}
