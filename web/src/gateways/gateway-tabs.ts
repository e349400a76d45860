/** The parts of a gateway, in the order in which a publisher needs them. */
export const gatewayTabs = [
  { to: '/gateways/$gateway', label: 'environments' },
  { to: '/gateways/$gateway/permissions', label: 'permissions' },
  { to: '/gateways/$gateway/debug', label: 'debugging' },
] as const
