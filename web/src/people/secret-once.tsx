import { Alert, Button, Group } from '@mantine/core'
import { CopyText } from '../frame/copy-text.tsx'
import { useFirstFocus } from '../frame/use-first-focus.ts'
import { useTexts } from './texts.ts'

/** A token or a link: the server keeps only its hash, so it can be shown this once. The focus goes to it. */
interface SecretOnceProps {
  readonly text: string
  readonly secret: string
  /** What it is, for who hears the button to copy it. */
  readonly of: string
  readonly done: () => void
}

export function SecretOnce({ text, secret, of, done }: SecretOnceProps): React.ReactElement {
  const say = useTexts()
  const place = useFirstFocus<HTMLDivElement>()
  return (
    <Alert color="blue" role="status" ref={place} tabIndex={-1} className="once">
      <p>{text}</p>
      <p>
        <code className="secret">{secret}</code>
      </p>
      <Group gap="xs">
        <CopyText text={secret} of={of} />
        <Button size="compact-xs" variant="default" onClick={done}>
          {say('kept')}
        </Button>
      </Group>
    </Alert>
  )
}
