import { Alert, Button } from '@mantine/core'
import { CopyText } from '../frame/copy-text.tsx'
import type { SavedRule } from './alarm-answers.ts'
import { useTexts } from './texts.ts'

/** What signs the messages to new webhooks: shown once, as the server keeps it nowhere. */
interface SecretsOnceProps {
  readonly secrets: SavedRule['secrets']
  readonly done: () => void
}

export function SecretsOnce({ secrets, done }: SecretsOnceProps): React.ReactElement {
  const say = useTexts()
  return (
    <Alert color="blue" role="status" title={say('saved')}>
      <p>{say('secretsOnce')}</p>
      <dl>
        {secrets.map(({ url, secret }) => (
          <div key={url}>
            <dt>{url}</dt>
            <dd>
              <code className="secret">{secret}</code>{' '}
              <CopyText text={secret} of={say('secretOf', { url })} />
            </dd>
          </div>
        ))}
      </dl>
      <Button onClick={done}>{say('done')}</Button>
    </Alert>
  )
}
