import type { AlarmRule, Receiver, RuleInForce } from './alarm-rule.ts'
import type { RuleStatus } from './alarm-watch.ts'

/** A rule as the API shows it. Addresses of webhooks often hold a secret of whoever is told, so only those
 *  who may change the rule see them whole. */
export function shownRule(
  rule: RuleInForce,
  status: RuleStatus | undefined,
  seesAddresses: boolean,
): object {
  const { signing: _signing, madeAtMs, changedAtMs, receivers, ...said } = rule
  return {
    ...said,
    receivers: seesAddresses ? receivers : receivers.map(withoutAddress),
    madeAt: new Date(madeAtMs).toISOString(),
    changedAt: new Date(changedAtMs).toISOString(),
    evaluatedAt: status === undefined ? null : new Date(status.evaluatedAtMs).toISOString(),
    problem: status?.problem ?? '',
  }
}

/** For the audit. */
export function auditedRule({ receivers, ...said }: AlarmRule): object {
  const { signing: _signing, ...plain } = said as Partial<RuleInForce> // a rule in force has more
  return { ...plain, receivers: receivers.map(withoutAddress) }
}

function withoutAddress(receiver: Receiver): Receiver {
  return receiver.kind === 'webhook' ? { kind: 'webhook', url: hostOf(receiver.url) } : receiver
}

export function hostOf(address: string): string {
  const url = URL.parse(address)
  return url === null ? '***' : `${url.origin}/***`
}
