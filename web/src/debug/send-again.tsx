import { Button, Stack } from '@mantine/core'
import { useState } from 'react'
import { ask } from '../api/ask.ts'
import { useChange } from '../api/change.ts'
import { NotDone } from '../frame/not-done.tsx'
import { SecretInput } from '../frame/secret-input.tsx'
import { languageNow } from '../texts/language.ts'
import type { DebugAnswer } from './debug-answers.ts'
import { missingBody } from './missing-parts.ts'
import { useTexts } from './texts.ts'

/** The same call once more. Secrets were not kept: each is asked for again. */
interface SendAgainProps {
  readonly path: string
  readonly answer: DebugAnswer
  readonly sent: (next: DebugAnswer) => void
}

export function SendAgain({ path, answer, sent }: SendAgainProps): React.ReactElement {
  const say = useTexts()
  const [given, setGiven] = useState<Readonly<Record<string, string>>>({})
  const list = path.slice(0, path.lastIndexOf('/'))
  const sending = useChange(async () => {
    const body = missingBody(answer.leftOut, given)
    const query = { lang: languageNow() }
    sent(await ask<DebugAnswer>(`${path}/send`, { method: 'POST', body, query }))
  }, [list])
  return (
    <form
      className="narrow"
      aria-label={say('sendAgain')}
      onSubmit={(event) => {
        event.preventDefault()
        sending.mutate()
      }}
    >
      <Stack>
        <NotDone error={sending.error} />
        {answer.leftOut.map((place) => (
          <SecretInput
            key={place}
            label={say('giveAgain', { place })}
            description={say('keptNowhere')}
            value={given[place] ?? ''}
            change={(value) => setGiven({ ...given, [place]: value })}
            required
          />
        ))}
        <div>
          <Button type="submit" loading={sending.isPending}>
            {say('sendAgain')}
          </Button>
        </div>
      </Stack>
    </form>
  )
}
