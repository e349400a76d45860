/** The parts of a gateway, in the order in which a publisher needs them. */
export const gatewayTabs = [
  { to: '/gateways/$gateway', label: 'environments' },
  { to: '/gateways/$gateway/resources', label: 'resources' },
  { to: '/gateways/$gateway/backends', label: 'backends' },
  { to: '/gateways/$gateway/draft', label: 'draft' },
  { to: '/gateways/$gateway/permissions', label: 'permissions' },
  { to: '/gateways/$gateway/debug', label: 'debugging' },
  { to: '/gateways/$gateway/people', label: 'people' },
  { to: '/gateways/$gateway/alarms', label: 'alarms' },
  { to: '/gateways/$gateway/shared-records', label: 'sharedRecords' },
  { to: '/gateways/$gateway/audit', label: 'audit' },
] as const
