/** Commands that serve until they are stopped: two processes run them (src/main.ts). */
export const servedCommands = [
  {
    name: 'demo',
    summary: 'Try it: a gateway, and backends that are broken on purpose.',
  },
  {
    name: 'start',
    summary: 'Run the gateway, its management API and its flow log.',
  },
] as const
