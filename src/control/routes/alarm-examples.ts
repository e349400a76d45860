/** Answers of alarms and statistics, for the OpenAPI document. */
const at = '2026-11-30T12:00:00.000Z'

export const ruleOrder = {
  name: 'Backends answer 5xx',
  query: 'backend_status:>=500',
  groupBy: 'backend',
  condition: { measure: 'count', comparison: '>=', threshold: 3 },
  windowMinutes: 5,
  receivers: [{ kind: 'owner' }, { kind: 'webhook', url: 'https://hooks.example.com/x' }],
}

export const ruleExample = {
  id: '3TQ8cJmZ0aB',
  gateway: 'shop',
  ...ruleOrder,
  madeAt: at,
  changedAt: at,
  evaluatedAt: at,
  problem: '',
}

export const ruleTestExample = {
  fires: true,
  recordsMissing: false,
  measured: [{ gateway: 'shop', value: 'default', matching: 7, holds: true }],
  notifications: [{ id: 'n1', channel: 'email', receiver: 'ann@example.com' }],
  unreached: [],
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
  acknowledgedAt: null,
  acknowledgedBy: '',
  condition: { ...ruleOrder.condition, windowMinutes: 5 },
  measured: { total: 40, matching: 7 },
  recordsMissing: false,
  summary: { en: 'The backend answers 500.', zh: '后端返回 500。' },
  nextStep: { en: 'Look in its log.', zh: '查看其日志。' },
  deliveries: [],
  unreached: [],
}

export const statisticsExample = {
  from: 1_796_062_200_000,
  to: 1_796_065_800_000,
  step: '1h',
  timeZone: 'UTC',
  by: null,
  total: { count: 0 },
  times: [],
  groups: [],
  others: null,
  untold: null,
  gaps: [],
  complete: true,
}
