import { en, zh, type Bilingual } from '../../model/bilingual.ts'
import { defaultsOf, fact, type Finding } from '../finding.ts'
import type { LoggedFailure } from '../transcripts/transcript.ts'

/** A proxy's own log tells what became of an exchange that passed it. What the caller received stands
 *  elsewhere, so it is never more than likely. */
export function loggedByProxy(logged: LoggedFailure, line: string): Finding {
  const { key, says, certainty } = logged
  const program = logged.program === '' ? undefined : logged.program
  const name: Bilingual =
    program === undefined
      ? ['A web server or proxy', '某个 Web 服务器或代理']
      : [program, `${program} `]
  const isBroken = key === 'answer_cut'
  return {
    key,
    ...(isBroken ? { fault: 'service', owner: 'backend' } : {}),
    certainty,
    summary: [en`${name} ${says}; so says its log.`, zh`${name}${says}（据其日志）。`],
    evidence: [
      fact(
        'pasted',
        [`a line of a proxy's log: ${line}`, `代理日志中的一行：${line}`],
        certainty === 'likely' ? 'strong' : 'medium',
      ),
    ],
    nextSteps: [stepOf(logged)],
    software: program ?? null,
    wouldConfirm: [
      ['the answer that the caller received, with its header', '调用方收到的应答及其响应头'],
      ["the service's log of the same second", '服务在同一秒的日志'],
    ],
  }
}

function stepOf({ key }: LoggedFailure): Bilingual {
  const { owner } = defaultsOf(key)
  if (key === 'status_only' || key === 'call_gave_up') return lookCloser
  return owner === 'backend' ? lookAtService : lookAtProxy
}

const lookCloser: Bilingual = [
  'Look in the error log of the same program, and in the log of the service, at the same second.',
  '查看同一程序在同一秒的错误日志，以及服务的日志。',
]
const lookAtService: Bilingual = [
  'Check that the service at the address in the line runs and answers there, then its log at this time.',
  '检查该行中的地址上服务是否在运行并应答，再查看其此时的日志。',
]
const lookAtProxy: Bilingual = [
  'Look at the configuration of this proxy for the host and path in the line.',
  '查看该代理对此主机与路径的配置。',
]
