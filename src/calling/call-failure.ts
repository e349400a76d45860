import { ms } from '../diagnosis/attempt-evidence.ts'
import { en, zh, type Bilingual } from '../model/bilingual.ts'
import type { ErrorKey } from '../model/error-table.ts'
import { answerFailures } from './call-answer-failures.ts'
import { connectFailures } from './call-connect-failures.ts'
import {
  bodySeen,
  placeOf,
  timeOf,
  type FailureMeaning,
  type Meaning,
} from './call-failure-words.ts'
import type { ExchangeFailure, ExchangeSeen } from './exchange-seen.ts'

/** What a failure of this machine's own socket comes to: no text is read here, so it is certain. */
export function failureMeaning(seen: ExchangeSeen, failure: ExchangeFailure): FailureMeaning {
  if (failure.key === 'interrupted') return interrupted(ms(seen.times.endMs))
  if (failure.key === 'time_over') return timeOver(seen)
  return (meanings[failure.key] ?? unforeseen)(placeOf(seen), failure, seen)
}

const meanings: Partial<Record<ErrorKey, Meaning>> = { ...connectFailures, ...answerFailures }

const unforeseen: Meaning = (place, { key, detail }) => {
  const more = detail === '' ? '' : ` (${detail})`
  return {
    key: 'call_interrupted',
    says: [
      `The call of ${place} failed: ${key}${more}.`,
      `对 ${place} 的调用失败：${key}${more}。`,
    ],
    steps: [['Report this: a rule is missing.', '请反馈：缺少规则。']],
  }
}

function interrupted(after: string): FailureMeaning {
  return {
    key: 'call_interrupted',
    says: [`The call was interrupted after ${after}.`, `调用在 ${after} 后被中断。`],
    steps: [
      ['Let it run, or set a limit with --max-time.', '让它运行完，或用 --max-time 设置时限。'],
    ],
  }
}

/** How far it came when `--max-time` was over. */
function timeOver(seen: ExchangeSeen): FailureMeaning {
  const { host } = seen.request.url
  const steps: Bilingual[] = [
    ['Raise --max-time and see how long it takes.', '调大 --max-time，看需要多久。'],
    [
      `Ask who runs ${host} what it was doing at ${timeOf(seen)}.`,
      `询问 ${host} 的管理者，它在 ${timeOf(seen)} 时在做什么。`,
    ],
  ]
  return seen.hasBegun || seen.answer !== undefined
    ? { key: 'answer_cut', says: stoppedInside(seen), steps }
    : { key: 'call_gave_up', says: stayedSilent(seen), steps }
}

function stoppedInside(seen: ExchangeSeen): Bilingual {
  const place = placeOf(seen)
  if (seen.answer === undefined)
    return [
      `${place} began an answer and stopped inside its header; the time of this call was over.`,
      `${place} 开始应答，但停在响应头中；本次调用的时限已到。`,
    ]
  const body = bodySeen(seen)
  return [
    en`${place} stopped inside the body: ${body} when the time of this call was over.`,
    zh`${place} 停在响应体中：本次调用的时限到时，${body}。`,
  ]
}

function stayedSilent(seen: ExchangeSeen): Bilingual {
  const place = placeOf(seen)
  const { sentMs, endMs } = seen.times
  const took = ms(endMs - Math.max(sentMs, 0))
  return sentMs < 0
    ? [
        `${place} did not take the whole request before the time of this call was over.`,
        `本次调用的时限到时，${place} 还没有收完请求。`,
      ]
    : [
        `${place} took the request and stayed silent for ${took}; then the time of this call was over.`,
        `${place} 收下了请求，${took} 内没有应答；本次调用的时限已到。`,
      ]
}
