/** The parts of a gateway, in the order in which a publisher needs them. */
export const gatewayTabs = [
  { to: '/gateways/$gateway', label: 'environments' },
  { to: '/gateways/$gateway/alarms', label: 'alarms' },
  { to: '/gateways/$gateway/shared-records', label: 'sharedRecords' },
  { to: '/gateways/$gateway/audit', label: 'audit' },
] as const
