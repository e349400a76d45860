import { Button, Group, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useChange } from '../api/change.ts'
import { Empty } from '../frame/empty.tsx'
import { NotDone } from '../frame/not-done.tsx'
import { gatewayPath } from '../gateways/gateway-path.ts'
import { problemAt } from '../gateways/part-bar.tsx'
import { firstHosts } from './first-hosts.ts'
import { useTexts } from './texts.ts'

/** A backend that has no hosts in this environment yet: the first one is asked for. */
interface AddHostsProps {
  readonly gateway: string
  readonly path: string
  readonly mayAdd: boolean
}

export function AddHosts({ gateway, path, mayAdd }: AddHostsProps): React.ReactElement {
  const say = useTexts()
  const [url, setUrl] = useState('')
  const creation = useChange(() => firstHosts(path, url), [gatewayPath(gateway)])
  return (
    <>
      <Empty>{say('noHosts')}</Empty>
      {mayAdd ? (
        <form
          className="narrow"
          onSubmit={(event) => {
            event.preventDefault()
            creation.mutate()
          }}
        >
          <NotDone error={creation.error} showCurrent={creation.readAgain} />
          <Group align="end" wrap="nowrap">
            <TextInput
              className="grows"
              label={say('firstHost')}
              placeholder="http://10.0.3.7:8080"
              value={url}
              error={problemAt(creation.error, 'hosts[0].url')}
              onChange={({ currentTarget }) => setUrl(currentTarget.value)}
              required
            />
            <Button type="submit" loading={creation.isPending}>
              {say('addHost')}
            </Button>
          </Group>
        </form>
      ) : null}
    </>
  )
}
