import { useTranslation } from 'react-i18next'

/** States of the server, its workers and its log engine, as people say them. */
const words = {
  ok: 'stateOk',
  degraded: 'stateDegraded',
  starting: 'stateStarting',
  draining: 'stateDraining',
  down: 'stateDown',
  running: 'stateRunning',
  restarting: 'stateRestarting',
  stopped: 'stateStopped',
} as const

/** A state that this console does not know yet is shown as the server says it. */
export function useStates(): (state: string) => string {
  const { t } = useTranslation()
  return (state) => (Object.hasOwn(words, state) ? t(words[state as keyof typeof words]) : state) // it is one
}
