import { useQueries } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ask } from '../api/ask.ts'
import { usePages } from '../api/pages.ts'
import { textOf } from '../forms/form-state.ts'
import { isRecord, type Members, valueAt } from '../forms/json-path.ts'
import { gatewayPath } from '../gateways/gateway-path.ts'
import type { PartView } from './resource-answers.ts'
import { useTexts } from './texts.ts'

/** What a resource comes to in each environment: where callers find it, and where it leads from there. */
interface InStagesProps {
  readonly gateway: string
  readonly resource: Members
}

export function InStages({ gateway, resource }: InStagesProps): React.ReactElement | null {
  const say = useTexts()
  const path = gatewayPath(gateway, 'stages')
  const names = (usePages<{ readonly name: string }>(path).data ?? []).map(({ name }) => name)
  const parts = useQueries({
    queries: names.map((name) => {
      const address = gatewayPath(gateway, 'stages', name)
      return { queryKey: [address, 'plain'], queryFn: () => ask<PartView>(address) }
    }),
  })
  if (names.length === 0) return null
  return (
    <section>
      <h3>{say('inStages')}</h3>
      <div className="wide" tabIndex={0} role="region" aria-label={say('inStages')}>
        <table className="list">
          <thead>
            <tr>
              <th scope="col">{say('stage')}</th>
              <th scope="col">{say('calledAt')}</th>
              <th scope="col">{say('leadsTo')}</th>
              <th scope="col">{say('pluginsOfStage')}</th>
            </tr>
          </thead>
          <tbody>
            {names.map((stage, index) => (
              <tr key={stage}>
                <th scope="row">{stage}</th>
                <td>
                  <code>{`/api/${gateway}/${stage}${textOf(resource['path'])}`}</code>
                </td>
                <td>
                  <Targets stage={parts[index]?.data?.definition} resource={resource} />
                </td>
                <td>
                  <Link to="/gateways/$gateway/stages/$stage/plugins" params={{ gateway, stage }}>
                    {pluginTypes(parts[index]?.data?.definition).join(', ') || say('none')}
                  </Link>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

interface TargetsProps {
  readonly stage: Members | undefined
  readonly resource: Members
}

function Targets({ stage, resource }: TargetsProps): React.ReactElement | null {
  const say = useTexts()
  if (stage === undefined) return null
  const backend = textOf(valueAt(resource, ['backend', 'name']) ?? 'default')
  const path = textOf(valueAt(resource, ['backend', 'path']) ?? resource['path'])
  const hosts = valueAt(stage, ['backends', backend, 'hosts'])
  if (!Array.isArray(hosts) || hosts.length === 0) return <>{say('noHosts', { backend })}</>
  return (
    <>
      {hosts.filter(isRecord).map(({ url }) => (
        <div key={String(url)}>
          <code>{`${String(url)}${path}`}</code>
        </div>
      ))}
    </>
  )
}

function pluginTypes(stage: Members | undefined): readonly string[] {
  const plugins = stage?.['plugins']
  return Array.isArray(plugins) ? plugins.filter(isRecord).map(({ type }) => String(type)) : []
}
