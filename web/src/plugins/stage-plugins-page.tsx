import { Alert } from '@mantine/core'
import { getRouteApi, Link } from '@tanstack/react-router'
import { Problem } from '../api/ask.ts'
import { Loaded } from '../frame/loaded.tsx'
import { usePart } from '../resources/use-resource.ts'
import { PluginList } from './plugin-list.tsx'
import { bindingsIn, runningOrder } from './running-order.ts'
import { useTexts } from './texts.ts'
import { usePlugins } from './use-plugins.ts'

/** What runs for every resource of an environment. */
const route = getRouteApi('/gateways/$gateway/stages/$stage/plugins')

export function StagePluginsPage(): React.ReactElement {
  const say = useTexts()
  const { gateway, stage } = route.useParams()
  const part = usePart(gateway, 'stages', stage)
  const plugins = usePlugins()
  if (part.error instanceof Problem && part.error.status === 404) {
    return <Alert color="orange">{say('noSuchStage')}</Alert>
  }
  return (
    <>
      <h2>{say('pluginsOfStage', { stage })}</h2>
      <p>
        {say('stageIntro')}{' '}
        <Link to="/gateways/$gateway/resources" params={{ gateway }}>
          {say('toResources')}
        </Link>
      </p>
      <Loaded of={plugins}>
        {(all) => (
          <Loaded of={part}>
            {({ value }) => (
              <PluginList
                gateway={gateway}
                owner={{ kind: 'stages', name: stage }}
                plugins={all}
                stage={stage}
                order={runningOrder(all, bindingsIn(value.definition))}
              />
            )}
          </Loaded>
        )}
      </Loaded>
    </>
  )
}
