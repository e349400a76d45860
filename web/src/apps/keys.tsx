import { Button, Group } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { ask } from '../api/ask.ts'
import { useChange } from '../api/change.ts'
import { ConfirmedButton } from '../frame/confirmed-button.tsx'
import { CopyText } from '../frame/copy-text.tsx'
import { NotDone } from '../frame/not-done.tsx'
import { When } from '../frame/when.tsx'
import type { App, NewSecret, Secret } from './app-answers.ts'
import { rotationOf } from './rotation.ts'
import { useTexts } from './texts.ts'

/** The keys of an application and how to change them without a refused call: make the second, move the programs, delete
 *  the first. */
interface KeysProps {
  readonly app: App
  readonly path: string
}

export function Keys({ app, path }: KeysProps): React.ReactElement {
  const say = useTexts()
  const [shown, show] = useState<NewSecret>() // here only: answers of changes are remembered for minutes
  const making = useChange(async () => {
    show(await ask<NewSecret>(`${path}/secrets`, { method: 'POST' }))
  }, ['/apps'])
  const { step, older } = rotationOf(app.secrets)
  const made = app.secrets.some(({ id }) => id === shown?.id) ? shown : undefined
  return (
    <section aria-label={say('keys')}>
      <h2>{say('keys')}</h2>
      <Steps step={step} />
      <NotDone error={making.error} />
      {made === undefined ? null : <ShownOnce secret={made} app={app.code} />}
      {app.secrets.length === 0 ? null : (
        <ul className="app-keys">
          {app.secrets.map((secret) => (
            <li key={secret.id}>
              <Key
                secret={secret}
                path={path}
                isOlder={secret.id === older}
                isOnly={app.secrets.length === 1}
              />
            </li>
          ))}
        </ul>
      )}
      {step === 'finish' ? null : (
        <Button onClick={() => making.mutate()} loading={making.isPending}>
          {say(step === 'first' ? 'makeFirst' : 'rotate')}
        </Button>
      )}
    </section>
  )
}

/** Where the rotation stands: three steps, the one that is next marked. */
function Steps({ step }: { readonly step: 'first' | 'begin' | 'finish' }): React.ReactElement {
  const say = useTexts()
  if (step === 'first') return <p>{say('noKeyHint')}</p>
  const at = step === 'begin' ? 0 : 1
  return (
    <ol className="key-steps" aria-label={say('rotation')}>
      {(['stepMake', 'stepMove', 'stepDelete'] as const).map((words, index) => (
        <li
          key={words}
          aria-current={index === at ? 'step' : undefined}
          data-done={index < at || undefined}
        >
          {say(words)}
        </li>
      ))}
    </ol>
  )
}

interface ShownOnceProps {
  readonly secret: NewSecret
  readonly app: string
}

/** It is nowhere else, and not here any more when the page is left. */
function ShownOnce({ secret, app }: ShownOnceProps): React.ReactElement {
  const say = useTexts()
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => place.current?.focus(), [])
  const credentials = JSON.stringify({ bk_app_code: app, bk_app_secret: secret.secret })
  return (
    <section className="new-key" aria-label={say('newKey')}>
      <div tabIndex={-1} ref={place}>
        <p>
          <strong>{say('newKey')}</strong> {say('shownOnce')}
        </p>
        <Group gap="xs">
          <code className="shown-secret">{secret.secret}</code>
          <CopyText text={secret.secret} of={say('newKey')} />
          <CopyText
            text={`X-Bkapi-Authorization: ${credentials}`}
            of="X-Bkapi-Authorization"
            label={say('copyHeader')}
          />
        </Group>
      </div>
    </section>
  )
}

interface KeyProps {
  readonly secret: Secret
  readonly path: string
  readonly isOlder: boolean
  readonly isOnly: boolean
}

function Key({ secret, path, isOlder, isOnly }: KeyProps): React.ReactElement {
  const say = useTexts()
  const deletion = useChange(
    () => ask(`${path}/secrets/${encodeURIComponent(secret.id)}`, { method: 'DELETE' }),
    ['/apps'],
  )
  return (
    <>
      <NotDone error={deletion.error} />
      <Group gap="sm">
        <code>{secret.id}…</code>
        <span>
          {secret.createdAt === null ? (
            say('keyOfFile')
          ) : (
            <>
              {say('madeAt')} <When time={secret.createdAt} />
            </>
          )}
        </span>
        {isOlder ? <span className="mark">{say('older')}</span> : null}
        <ConfirmedButton
          size="compact-sm"
          question={say(isOnly ? 'deleteOnlyQuestion' : 'deleteKeyQuestion', { id: secret.id })}
          loading={deletion.isPending}
          aria-label={`${say('deleteKey')} ${secret.id}`}
          act={() => deletion.mutate()}
        >
          {say('deleteKey')}
        </ConfirmedButton>
      </Group>
    </>
  )
}
