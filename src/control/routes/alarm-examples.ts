import type { Measures, StatisticsAnswer } from '../../flowlog/statistics/statistics-question.ts'
import type { AlarmRule, RuleInForce } from '../alarms/alarm-rule.ts'
import type { Explanation } from '../alarms/explain-alarm.ts'
import { shownRule } from '../alarms/shown-rule.ts'

/** Answers of alarms and statistics, for the OpenAPI document. */
const at = '2026-11-30T12:00:00.000Z'

type Usual = 'enabled' | 'severity' | 'minimum' | 'quietMinutes' | 'recoveryNotice'

export const ruleOrder: Omit<AlarmRule, Usual> = {
  name: 'Backends answer 5xx',
  query: 'backend_status:>=500',
  groupBy: 'backend',
  condition: { measure: 'count', comparison: '>=', threshold: 3 },
  windowMinutes: 5,
  receivers: [{ kind: 'owner' }, { kind: 'webhook', url: 'https://hooks.example.com/x' }],
}

const rule: RuleInForce = {
  enabled: true,
  severity: 'warning',
  minimum: 20,
  quietMinutes: 60,
  recoveryNotice: true,
  ...ruleOrder,
  id: '3TQ8cJmZ0aB',
  gateway: 'shop',
  madeAtMs: Date.parse(at),
  changedAtMs: Date.parse(at),
  changedBy: 'user ann',
  signing: {},
}

export const ruleExample = shownRule(rule, { evaluatedAtMs: Date.parse(at), problem: '' }, true)

export const ruleTestExample = {
  fires: true,
  recordsMissing: false,
  measured: [{ gateway: 'shop', value: 'default', matching: 7, holds: true }],
  notifications: [{ id: 'n1', channel: 'email', receiver: 'ann@example.com' }],
  unreached: [],
}

const explained: Omit<Explanation, 'summary' | 'nextStep'> = {
  key: 'service_error',
  fault: 'service',
  owner: 'backend',
  contacts: [],
  samples: ['019ab4e1-2c00-7a31-9b02-5d1f0c8e7a44'],
}

export const alarmExample = {
  number: 7,
  rule: { id: '3TQ8cJmZ0aB', name: 'Backends answer 5xx' },
  gateway: 'shop',
  value: 'default',
  groupBy: 'backend',
  severity: 'warning',
  state: 'firing',
  firedAt: at,
  endedAt: null,
  suppressed: '',
  quietUntil: null,
  acknowledgedAt: null,
  acknowledgedBy: '',
  condition: { ...ruleOrder.condition, windowMinutes: 5 },
  measured: { total: 40, matching: 7 },
  recordsMissing: false,
  ...explained,
  summary: { en: 'The backend answers 500.', zh: '后端返回 500。' },
  nextStep: { en: 'Look in its log.', zh: '查看其日志。' },
  deliveries: [
    {
      kind: 'fired',
      channel: 'webhook',
      receiver: 'https://hooks.example.com/***',
      state: 'delivered',
      attempts: 1,
      failure: '',
      at,
    },
  ],
  unreached: [],
}

const measures: Measures = {
  requests: 1_200,
  failures: 12,
  faults: { service: 12 },
  statusClasses: { '2xx': 1_188, '5xx': 12 },
  durationMs: { count: 1_200, average: 21.4, p50: 18, p90: 31, p95: 44, p99: 120 },
  backendDurationMs: { count: 1_200, average: 20.1, p50: 17, p90: 30, p95: 42, p99: 117 },
}

const answer: StatisticsAnswer = {
  total: measures,
  times: [{ ...measures, at: 1_796_062_200_000 }],
  groups: [{ value: 'get_order', total: measures, times: [measures] }],
  others: { total: measures, times: [measures] },
  untold: 0,
  complete: true,
  gaps: [],
}

export const statisticsExample = {
  from: 1_796_062_200_000,
  to: 1_796_065_800_000,
  step: '1h',
  timeZone: 'UTC',
  by: 'resource',
  ...answer,
}
