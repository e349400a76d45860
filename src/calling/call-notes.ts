import type { Bilingual } from '../model/bilingual.ts'
import type { CallAnswer } from './call-answer.ts'
import type { ReadableBody } from './call-body.ts'
import { fewDays, type TlsSeen } from '../network/tls-seen.ts'
import type { JudgedExchange } from './call-verdict.ts'

/** What a person would not expect of an exchange that went well enough. */
export function exchangeNotes({ request, answer, tls, body, times }: JudgedExchange): Bilingual[] {
  return [
    ...(tls === undefined ? [] : certificateNotes(tls)),
    ...(answer === undefined ? [] : answerNotes(answer, body)),
    ...(times.sentMs < 0 && answer !== undefined && request.body !== undefined
      ? ([
          ['the answer came before the whole request was sent', '请求还没有发完就收到了应答'],
        ] as const)
      : []),
  ]
}

function certificateNotes({ isVerified, problem, daysLeft, validTo }: TlsSeen): Bilingual[] {
  const notes: Bilingual[] = []
  if (!isVerified)
    notes.push(
      problem === ''
        ? [
            'the certificate was not checked (--insecure); it would have passed',
            '没有检查证书（--insecure）；检查本会通过',
          ]
        : [
            `the certificate was not checked (--insecure); it would have been refused: ${problem}`,
            `没有检查证书（--insecure）；检查本会拒绝：${problem}`,
          ],
    )
  const day = validTo.slice(0, 10)
  if (daysLeft >= 0 && daysLeft < fewDays && validTo !== '')
    notes.push([
      `the certificate expires in ${daysLeft} days (${day})`,
      `证书将在 ${daysLeft} 天后过期（${day}）`,
    ])
  return notes
}

function answerNotes(answer: CallAnswer, { problem }: ReadableBody): Bilingual[] {
  const notes: Bilingual[] = []
  const interim = answer.interim.slice(0, 5).join(', ')
  if (interim !== '') notes.push([`before it came ${interim}`, `在此之前收到 ${interim}`])
  if (answer.hasExcess)
    notes.push(['bytes came behind the end of the answer', '应答结束之后还收到了字节'])
  if (answer.framing === 'close' && answer.version !== '')
    notes.push([
      'the body has no length and ends with the connection: a cut could not be seen',
      '响应体没有长度，以连接关闭为结尾：无法看出是否被截断',
    ])
  if (answer.status === 101)
    notes.push([
      'the connection changed its protocol; this command does not speak it',
      '连接切换了协议；本命令不支持该协议',
    ])
  const trailers = answer.trailers.trim().replaceAll('\r\n', ', ')
  if (answer.trailers !== '') notes.push([`trailers: ${trailers}`, `trailer 字段：${trailers}`])
  return problem === undefined ? notes : [...notes, problem]
}
