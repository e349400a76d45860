import './debug.css'
import { useEffect, useRef, useState } from 'react'
import { ask } from '../api/ask.ts'
import { useChange } from '../api/change.ts'
import { NotDone } from '../frame/not-done.tsx'
import { languageNow } from '../texts/language.ts'
import { type CallDraft, draftOf, orderOf, variablesOf } from './call-draft.ts'
import { CallForm } from './call-form.tsx'
import { DebugAnswerView } from './debug-answer.tsx'
import type { DebugAnswer, DebugOrder } from './debug-answers.ts'
import { useTexts } from './texts.ts'
import { useTargets } from './use-targets.ts'

/** A call to fill in and send, and its answer explained. */
interface DebugCallProps {
  readonly gateway: string
  readonly start: Partial<DebugOrder>
  /** Of a call of the history: what is to be given again. */
  readonly leftOut?: readonly string[]
  /** The stage and the resource are not chosen here. */
  readonly isFixed?: boolean
}

export function DebugCall(props: DebugCallProps): React.ReactElement {
  const { gateway, start, leftOut = [], isFixed = false } = props
  const say = useTexts()
  const [draft, setDraft] = useState<CallDraft>(() => draftOf(start))
  const { stages, stage, resources } = useTargets(gateway, draft.stage)
  const chosen = resources.find(({ name }) => name === draft.resource)
  const variables = variablesOf(chosen?.path ?? '')
  const [answer, setAnswer] = useState<DebugAnswer>()
  const path = `/gateways/${encodeURIComponent(gateway)}/debug`
  const sending = useChange(async () => {
    setAnswer(undefined)
    const body = orderOf({ ...draft, stage }, draft.target === 'resource' ? variables : [])
    setAnswer(
      await ask<DebugAnswer>(path, { method: 'POST', body, query: { lang: languageNow() } }),
    )
  }, [path])
  return (
    <>
      {leftOut.length === 0 ? null : (
        <p className="quiet">{say('leftOut', { parts: leftOut.join(', ') })}</p>
      )}
      <CallForm
        draft={{ ...draft, stage }}
        change={setDraft}
        stages={stages}
        resources={resources}
        chosen={chosen}
        isFixed={isFixed}
        isSending={sending.isPending}
        send={() => sending.mutate()}
      />
      <div aria-live="polite">
        {sending.isPending ? <p>{say('sending')}</p> : null}
        <NotDone error={sending.error} />
      </div>
      {answer === undefined ? null : <Answered answer={answer} />}
    </>
  )
}

/** The answer gets the focus: it may be below what is in sight. */
export function Answered({ answer }: { readonly answer: DebugAnswer }): React.ReactElement {
  const say = useTexts()
  const place = useRef<HTMLHeadingElement>(null)
  useEffect(() => place.current?.focus(), [answer])
  return (
    <section>
      <h2 tabIndex={-1} ref={place}>
        {say('answer')}
      </h2>
      <DebugAnswerView answer={answer} />
    </section>
  )
}
