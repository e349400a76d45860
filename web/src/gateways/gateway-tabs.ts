/** The parts of a gateway, in the order in which a publisher needs them. */
export const gatewayTabs = [
  { to: '/gateways/$gateway', label: 'environments' },
  { to: '/gateways/$gateway/backends', label: 'backends' },
  { to: '/gateways/$gateway/draft', label: 'draft' },
  { to: '/gateways/$gateway/people', label: 'people' },
] as const
