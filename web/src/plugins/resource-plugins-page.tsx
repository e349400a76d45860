import { NativeSelect } from '@mantine/core'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { usePages } from '../api/pages.ts'
import { Loaded } from '../frame/loaded.tsx'
import { gatewayPath } from '../gateways/gateway-path.ts'
import { usePart } from '../resources/use-resource.ts'
import { PluginList } from './plugin-list.tsx'
import { bindingsIn, runningOrder } from './running-order.ts'
import { useTexts } from './texts.ts'
import { usePlugins } from './use-plugins.ts'

/** What runs for one resource: its own plugins, and those of the environment that it is called in. */
const route = getRouteApi('/gateways/$gateway/resources/$resource')

export function ResourcePluginsPage(): React.ReactElement {
  const say = useTexts()
  const { gateway } = route.useParams()
  const [chosen, setChosen] = useState('')
  const stages = usePages<{ readonly name: string }>(gatewayPath(gateway, 'stages'))
  return (
    <>
      <p>{say('resourceIntro')}</p>
      <Loaded of={stages}>
        {(found) => {
          const stage = chosen === '' ? (found[0]?.name ?? '') : chosen
          return (
            <>
              {found.length < 2 ? null : (
                <NativeSelect
                  label={say('inStage')}
                  maw="16rem"
                  value={stage}
                  data={found.map(({ name }) => name)}
                  onChange={({ currentTarget }) => setChosen(currentTarget.value)}
                />
              )}
              {stage === '' ? <WithoutStage /> : <WithStage key={stage} stage={stage} />}
            </>
          )
        }}
      </Loaded>
    </>
  )
}

function WithStage({ stage }: { readonly stage: string }): React.ReactElement {
  const { gateway } = route.useParams()
  const part = usePart(gateway, 'stages', stage)
  return (
    <Loaded of={part}>
      {({ value }) => <Plugins stage={stage} ofStage={bindingsIn(value.definition)} />}
    </Loaded>
  )
}

function WithoutStage(): React.ReactElement {
  return <Plugins stage="" ofStage={[]} />
}

interface PluginsProps {
  readonly stage: string
  readonly ofStage: ReturnType<typeof bindingsIn>
}

function Plugins({ stage, ofStage }: PluginsProps): React.ReactElement {
  const { gateway, resource } = route.useParams()
  const plugins = usePlugins()
  const part = usePart(gateway, 'resources', resource)
  const ofResource = bindingsIn(part.data?.value.definition)
  return (
    <Loaded of={plugins}>
      {(all) => (
        <PluginList
          gateway={gateway}
          owner={{ kind: 'resources', name: resource }}
          plugins={all.filter(({ type }) => type !== 'stage-global-rate-limit' || has(ofResource))}
          stage={stage}
          order={runningOrder(all, ofStage, ofResource)}
        />
      )}
    </Loaded>
  )
}

/** What is for a whole stage is offered at a stage only, and shown where somebody wrote it all the same. */
function has(bindings: ReturnType<typeof bindingsIn>): boolean {
  return bindings.some(({ type }) => type.endsWith('stage-global-rate-limit'))
}
