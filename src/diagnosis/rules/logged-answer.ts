import { en, nothingSaid, zh, type Bilingual } from '../../model/bilingual.ts'
import { titleOf } from '../catalogue/key-texts.ts'
import { fact, type ResponseRule } from '../finding.ts'
import { maskSecrets } from '../mask-secrets.ts'
import type { LoggedAnswer } from '../received-response.ts'

/** A line of a proxy's log: it answered by itself, or passed on what it got. */
export const loggedAnswer: ResponseRule = ({ response }) => {
  const { logged, status } = response
  if (logged === undefined) return undefined
  const { key, isSure, program } = logged
  const name: Bilingual = program === null ? ['a proxy', '代理'] : [program, ` ${program} `]
  return {
    key,
    certainty: isSure ? 'likely' : 'possible',
    summary: [
      en`A line in the log of ${name} shows status ${status}. ${meaningOf(logged)}`,
      zh`${name}日志中的一行显示状态码 ${status}。${meaningOf(logged)}`,
    ],
    evidence: [
      fact('pasted', [
        en`a log line of ${name}: status ${status}${quotedWords(logged)}`,
        zh`${name}的日志行：状态码 ${status}${quotedWords(logged)}`,
      ]),
    ],
    nextSteps: [
      [
        'Look at the service that this line names: whether it runs, listens there, and what its log says of that time.',
        '查看该行所指的服务：是否在运行、是否监听该地址，以及它在该时刻的日志。',
      ],
    ],
    software: program,
    wouldConfirm: [
      [
        'a request record of the service: if it has none, the proxy answered alone',
        '服务的访问记录：如果没有，应答完全来自代理',
      ],
    ],
  }
}

function meaningOf({ key, isSure }: LoggedAnswer): Bilingual {
  if (key === 'backend_error')
    return ['It passed on an answer from behind it.', '它转发了其后的应答。']
  if (isSure) return titleOf(key)
  return [
    en`${titleOf(key)} Or the service wrote this status itself: the line does not tell.`,
    zh`${titleOf(key)}也可能是服务自己写出了该状态码：这一行无法区分。`,
  ]
}

const shownChars = 160

function quotedWords({ says }: LoggedAnswer): Bilingual {
  const words = maskSecrets(says).slice(0, shownChars)
  return words === '' ? nothingSaid : [`, "${words}"`, `，“${words}”`]
}
