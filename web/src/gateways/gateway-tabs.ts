/** The parts of a gateway, in the order in which a publisher needs them. */
export const gatewayTabs = [
  { to: '/gateways/$gateway', label: 'environments' },
  { to: '/gateways/$gateway/resources', label: 'resources' },
] as const
