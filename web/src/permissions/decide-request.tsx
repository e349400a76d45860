import { Button, Checkbox, Group, Stack, Textarea } from '@mantine/core'
import { useState } from 'react'
import { ask, Problem } from '../api/ask.ts'
import { useChange } from '../api/change.ts'
import { NotDone } from '../frame/not-done.tsx'
import { decisionBody } from './permission-wish.ts'
import type { PermissionRequest } from './permission-answers.ts'
import { useTexts } from './texts.ts'

/** Approves all of a request, some of it, or nothing. Of two who decide at once the second is told what the first did. */
interface DecideRequestProps {
  readonly request: PermissionRequest
  readonly tell: (request: PermissionRequest) => void
}

export function DecideRequest({ request, tell }: DecideRequestProps): React.ReactElement {
  const say = useTexts()
  const { number, app, resources } = request
  const [chosen, setChosen] = useState<readonly string[]>(resources ?? [])
  const [comment, setComment] = useState('')
  const deciding = useChange(
    async (decision: 'approve' | 'reject') => {
      const body = decisionBody(decision, { resources, chosen, comment })
      const path = `/permission-requests/${number}/decision`
      tell(await ask<PermissionRequest>(path, { method: 'POST', body }))
    },
    ['/permission-requests', '/gateways', '/apps'],
  )
  const isNone = resources !== null && chosen.length === 0
  return (
    <fieldset className="decide-request" disabled={deciding.isPending}>
      <legend>{say('decide')}</legend>
      <Stack gap="xs">
        <NotDone error={deciding.error} />
        <Already error={deciding.error} />
        <Chosen of={resources ?? []} chosen={chosen} choose={setChosen} />
        <Textarea
          label={say('comment')}
          description={say('commentHint', { app })}
          value={comment}
          maxLength={512}
          rows={2}
          onChange={({ currentTarget }) => setComment(currentTarget.value)}
        />
        <Group>
          <Button disabled={isNone} onClick={() => deciding.mutate('approve')}>
            {resources === null || chosen.length === resources.length
              ? say('approve')
              : say('approveSome', { chosen: chosen.length, of: resources.length })}
          </Button>
          <Button variant="default" onClick={() => deciding.mutate('reject')}>
            {say('reject')}
          </Button>
        </Group>
      </Stack>
    </fieldset>
  )
}

interface ChosenProps {
  readonly of: readonly string[]
  readonly chosen: readonly string[]
  readonly choose: (names: readonly string[]) => void
}

/** Of one there is nothing to choose. */
function Chosen({ of, chosen, choose }: ChosenProps): React.ReactElement | null {
  const say = useTexts()
  if (of.length < 2) return null
  return (
    <Checkbox.Group label={say('approveThese')} value={[...chosen]} onChange={choose}>
      <Group mt="xs" gap="md">
        {of.map((name) => (
          <Checkbox key={name} value={name} label={<code>{name}</code>} />
        ))}
      </Group>
    </Checkbox.Group>
  )
}

/** What somebody else decided meanwhile. */
function Already({ error }: { readonly error: Error | null }): React.ReactElement | null {
  const say = useTexts()
  if (!(error instanceof Problem) || error.key !== 'decided_already') return null
  return <p>{say('decidedAlready')}</p>
}
