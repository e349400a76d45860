import type { AlarmRule } from './alarm-rule.ts'

/** What a new gateway is offered, as the old system does: three of a kind in five minutes. */
const common = {
  enabled: true,
  severity: 'critical',
  condition: { measure: 'count', comparison: '>=', threshold: 3 },
  minimum: 20,
  windowMinutes: 5,
  quietMinutes: 60,
  recoveryNotice: true,
  receivers: [{ kind: 'owner' }, { kind: 'maintainers' }],
} as const

export const offeredRules: readonly AlarmRule[] = [
  { ...common, name: 'Backends answer 5xx', query: 'backend_status:>=500', groupBy: 'backend' },
  {
    ...common,
    name: 'Backends do not answer in time',
    query: 'responder:gateway status:504',
    groupBy: 'backend',
  },
  {
    ...common,
    name: 'Backends cannot be reached (bad gateway)',
    query: 'responder:gateway status:502',
    groupBy: 'backend',
  },
]
