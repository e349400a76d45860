import './stages.css'
import { useQuery } from '@tanstack/react-query'
import { ask } from '../api/ask.ts'
import type { TopValues } from '../flow-log/listed-flow.ts'
import type { Members } from '../gateways/merge-patch.ts'
import { originOf } from './host-rows.ts'
import { worstOf } from './probe-answers.ts'
import { LevelMark } from './probe-result.tsx'
import { useTexts } from './texts.ts'
import { useProbe } from './use-probe.ts'

/** Hosts with what is known of their health: how they answered callers in the last hour, and the last probe. */
interface HostListProps {
  readonly gateway: string
  readonly stage: string
  readonly hosts: readonly Members[]
}

export function HostList({ gateway, stage, hosts }: HostListProps): React.ReactElement {
  const say = useTexts()
  if (hosts.length === 0) return <span>{say('noHostsShort')}</span>
  return (
    <ul className="host-list">
      {hosts.slice(0, mostShown).map((host) => {
        const origin = originOf(host)
        return (
          <li key={String(host['url'])}>
            <code>{String(host['url'])}</code>{' '}
            <HostHealth gateway={gateway} stage={stage} origin={origin} />
          </li>
        )
      })}
      {hosts.length > mostShown ? (
        <li>{say('moreHosts', { count: hosts.length - mostShown })}</li>
      ) : null}
    </ul>
  )
}

/** In a list; the form has all. */
const mostShown = 6

interface HostHealthProps {
  readonly gateway: string
  readonly stage: string
  /** Scheme, host and port. */
  readonly origin: string
}

export function HostHealth({ gateway, stage, origin }: HostHealthProps): React.ReactElement {
  const say = useTexts()
  const counts = useHostCounts(gateway, stage)
  const probed = useProbe(gateway, stage, 'live').data?.hosts.find(({ url }) => url === origin)
  const name = hostAndPort(origin)
  const calls = counts?.all.get(name) ?? 0
  const failed = counts?.failed.get(name) ?? 0
  return (
    <span className="health">
      {calls === 0 ? null : (
        <span data-failing={failed > 0 || undefined}>
          {failed === 0
            ? say('callsWell', { count: calls })
            : say('callsFailed', { count: calls, failed })}
        </span>
      )}
      {probed === undefined ? (
        counts !== undefined && calls === 0 && <span className="said">{say('noTraffic')}</span>
      ) : (
        <LevelMark level={worstOf(probed)} />
      )}
    </span>
  )
}

interface HostCounts {
  readonly all: ReadonlyMap<string, number>
  readonly failed: ReadonlyMap<string, number>
}

/** Of the last hour, as the flow log has it: a host that callers get errors from is seen here first. */
function useHostCounts(gateway: string, stage: string): HostCounts | undefined {
  return useQuery({
    queryKey: ['host-counts', gateway, stage],
    staleTime: 30_000,
    queryFn: async ({ signal }) => {
      const [all, failed] = await Promise.all(
        ['', '-fault:none -fault:client'].map((query) =>
          ask<TopValues>('/flow-records/top-values', {
            query: { gateway, stage, field: 'backend_host', top: 100, query },
            signal,
          }),
        ),
      )
      return { all: countsIn(all), failed: countsIn(failed) }
    },
  }).data
}

function countsIn(answer: TopValues | undefined): ReadonlyMap<string, number> {
  const [field] = answer?.fields ?? []
  return new Map(field?.values.map(({ value, count }) => [value, count]))
}

/** As records name it. */
function hostAndPort(origin: string): string {
  const { protocol, host, port } = URL.canParse(origin)
    ? new URL(origin)
    : { protocol: '', host: origin, port: '' }
  return port === '' && protocol !== '' ? `${host}:${protocol === 'https:' ? '443' : '80'}` : host
}
