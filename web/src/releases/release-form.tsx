import { Alert, Button, Checkbox, Stack, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ask, Problem } from '../api/ask.ts'
import { useChange } from '../api/change.ts'
import { NotDone } from '../frame/not-done.tsx'
import { gatewayPath } from '../gateways/gateway-path.ts'
import { FindingList } from './finding-list.tsx'
import { gateOf, type Preflight } from './preflight.ts'
import type { Finding } from './release-answers.ts'
import type { ReleaseDone } from './released.tsx'
import { useTexts } from './texts.ts'

/** The last step: why, what is accepted, and the button. Only the draft that was looked at is released. */
export interface ReleaseFormProps {
  readonly gateway: string
  readonly stage: string
  /** Of the draft. */
  readonly etag: string
  /** undefined: it is not known yet. */
  readonly preflight: Preflight | undefined
  readonly comment: string
  readonly setComment: (comment: string) => void
  readonly reload: () => unknown
  readonly done: (done: ReleaseDone) => void
}

const notKnown = { isBlocked: false, hasWarnings: false, hasFailingHosts: false }

export function ReleaseForm(props: ReleaseFormProps): React.ReactElement {
  const { gateway, stage, preflight, comment, setComment, reload } = props
  const say = useTexts()
  const [accepted, setAccepted] = useState<Accepted>({ warnings: false, failing: false })
  const release = useRelease(props, { comment, acceptWarnings: accepted.warnings })
  const refused = findingsIn(release.error)
  const gate = preflight === undefined ? notKnown : gateOf(preflight)
  const hasWarnings = gate.hasWarnings || refused.some(({ level }) => level === 'warning')
  const asks = { warnings: hasWarnings, failing: gate.hasFailingHosts && !gate.isBlocked }
  const isMissing =
    gate.isBlocked || (asks.warnings && !accepted.warnings) || (asks.failing && !accepted.failing)
  return (
    <form
      className="narrow"
      onSubmit={(event) => {
        event.preventDefault()
        release.mutate()
      }}
    >
      <Stack>
        <TextInput
          label={say('commentForOthers')}
          value={comment}
          maxLength={1_000}
          onChange={({ currentTarget }) => setComment(currentTarget.value)}
        />
        <Acceptance asks={asks} accepted={accepted} accept={setAccepted} />
        {gate.isBlocked ? (
          <Alert role="note" color="red">
            {say('blocked')}
          </Alert>
        ) : null}
        <NotDone error={release.error} showCurrent={reload} />
        {refused.length === 0 ? null : <FindingList gateway={gateway} findings={refused} />}
        <Button type="submit" loading={release.isPending} disabled={isMissing}>
          {say('releaseTo', { stage })}
        </Button>
        <p aria-live="polite" className="said">
          {release.isPending ? say('releasing') : say('releaseWords')}
        </p>
      </Stack>
    </form>
  )
}

interface Accepted {
  readonly warnings: boolean
  readonly failing: boolean
}

interface AcceptanceProps {
  readonly asks: Accepted
  readonly accepted: Accepted
  readonly accept: (accepted: Accepted) => void
}

function Acceptance({ asks, accepted, accept }: AcceptanceProps): React.ReactElement {
  const say = useTexts()
  return (
    <>
      {asks.warnings ? (
        <Checkbox
          label={say('acceptWarnings')}
          checked={accepted.warnings}
          onChange={({ currentTarget }) => accept({ ...accepted, warnings: currentTarget.checked })}
        />
      ) : null}
      {asks.failing ? (
        <Checkbox
          label={say('acceptFailing')}
          checked={accepted.failing}
          onChange={({ currentTarget }) => accept({ ...accepted, failing: currentTarget.checked })}
        />
      ) : null}
    </>
  )
}

function useRelease({ gateway, stage, etag, done }: ReleaseFormProps, order: object) {
  const client = useQueryClient()
  return useChange(async () => {
    const path = gatewayPath(gateway, 'stages', stage, 'release')
    const body = { ...order, ifDraft: etag }
    try {
      const made = await ask<ReleaseDone>(path, { method: 'POST', body })
      done(made) // before the draft, which is gone now, is read again
      return made
    } catch (error) {
      const view = [gatewayPath(gateway, 'stages', stage), 'part']
      await client.invalidateQueries({ queryKey: view }) // it has the last refusal
      throw error
    }
  }, [gatewayPath(gateway)])
}

/** Of `not_releasable` and `release_has_warnings`. */
function findingsIn(error: Error | null): readonly Finding[] {
  if (!(error instanceof Problem)) return []
  const { findings } = error.members
  return Array.isArray(findings) ? (findings as readonly Finding[]) : [] // as the API documents it
}
