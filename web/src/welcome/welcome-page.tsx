import '../gateways/gateways.css'
import './welcome.css'
import { Button, Checkbox, Group, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import { creationKeys } from '../api/creation-keys.ts'
import { useSession } from '../api/session.ts'
import { NotDone } from '../frame/not-done.tsx'
import { PageHead } from '../frame/page-head.tsx'
import { problemAt } from '../gateways/part-bar.tsx'
import { FirstAnswer } from './first-answer.tsx'
import type { Wanted } from './first-api.ts'
import { StepList } from './step-list.tsx'
import { suggestedName } from './suggested-name.ts'
import { useTexts } from './texts.ts'
import { type FirstApi, useFirstApi } from './use-first-api.ts'

/** The first visit: one address of a backend becomes an API that is live, called once, and explained. */
export function WelcomePage(): React.ReactElement {
  const say = useTexts()
  const session = useSession()
  const [typed, setTyped] = useState<Typed>({ url: '', name: '', isOpen: false })
  const [keyOf] = useState(creationKeys)
  const first = useFirstApi(say('firstComment'))
  const { called, error } = first.progress
  const gateway = typed.name || (typed.url === '' ? '' : suggestedName(typed.url))
  const wanted = {
    url: typed.url.trim(),
    gateway,
    maintainer: session?.user?.name ?? '',
    isOpen: typed.isOpen,
    keyOf,
  }
  return (
    <>
      <PageHead title={say('title')} />
      <p className="welcome-words">{say('intro')}</p>
      {called === undefined ? (
        <Form first={first} wanted={wanted} type={(change) => setTyped({ ...typed, ...change })} />
      ) : null}
      <StepList progress={first.progress} />
      <NotDone error={error} />
      {called === undefined ? null : (
        <FirstAnswer gateway={gateway} isOpen={typed.isOpen} called={called} />
      )}
    </>
  )
}

interface Typed {
  readonly url: string
  /** '': as the address suggests. */
  readonly name: string
  readonly isOpen: boolean
}

interface FormProps {
  readonly first: FirstApi
  readonly wanted: Wanted
  readonly type: (change: Partial<Typed>) => void
}

function Form({ first, wanted, type }: FormProps): React.ReactElement {
  const say = useTexts()
  const { progress } = first
  return (
    <form
      className="narrow"
      onSubmit={(event) => {
        event.preventDefault()
        type({ name: wanted.gateway }) // another address does not give it another name
        void first.begin(wanted)
      }}
    >
      <Stack>
        <TextInput
          label={say('url')}
          description={say('urlWords')}
          placeholder="https://orders.example.com"
          value={wanted.url}
          error={problemAt(progress.error, 'hosts[0].url')}
          onChange={({ currentTarget }) => type({ url: currentTarget.value })}
          required
          autoFocus
        />
        <TextInput
          label={say('gatewayName')}
          description={say('gatewayNameWords')}
          value={wanted.gateway}
          disabled={progress.isMade}
          error={problemAt(progress.error, 'name')}
          onChange={({ currentTarget }) => type({ name: currentTarget.value })}
          required
        />
        <Checkbox
          label={say('open')}
          description={say('openWords')}
          checked={wanted.isOpen}
          onChange={({ currentTarget }) => type({ isOpen: currentTarget.checked })}
        />
        <Acts first={first} wanted={wanted} />
      </Stack>
    </form>
  )
}

function Acts({ first, wanted }: { readonly first: FirstApi; readonly wanted: Wanted }) {
  const say = useTexts()
  const { now, probed, released } = first.progress
  const isStuck = now === undefined && probed !== undefined
  const blocks = probed?.hosts === null // the definition itself is wrong: it cannot be released
  return (
    <Group>
      <Button type="submit" loading={now !== undefined}>
        {say(probed === undefined ? 'begin' : 'tryAgain')}
      </Button>
      {isStuck && !blocks ? (
        <Button variant="default" onClick={() => void first.goOn(wanted)}>
          {say(released === undefined ? 'releaseAnyway' : 'callAgain')}
        </Button>
      ) : null}
    </Group>
  )
}
