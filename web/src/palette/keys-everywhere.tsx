import { useRouter } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import { readStroke, type Strokes } from './key-strokes.ts'

/** Listens to the keys of every page. What they open is loaded then. */
const Palette = lazy(async () => ({ default: (await import('./palette.tsx')).Palette }))
const KeyHelp = lazy(async () => ({ default: (await import('./key-help.tsx')).KeyHelp }))

export type Opened = 'palette' | 'help' | undefined

interface KeysEverywhereProps {
  readonly opened: Opened
  readonly open: (what: Opened) => void
}

export function KeysEverywhere({ opened, open }: KeysEverywhereProps): React.ReactElement | null {
  useKeys(opened, open)
  const close = (): void => open(undefined)
  if (opened === undefined) return null
  return (
    <Suspense fallback={null}>
      {opened === 'palette' ? <Palette close={close} /> : <KeyHelp close={close} />}
    </Suspense>
  )
}

export function useOpened(): readonly [Opened, (what: Opened) => void] {
  return useState<Opened>(undefined)
}

function useKeys(opened: Opened, open: (what: Opened) => void): void {
  const router = useRouter()
  const strokes = useRef<Strokes>({ gAtMs: 0 })
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      const isTaken = event.defaultPrevented || opened !== undefined || isInDialog(event.target)
      const isTyping = isTaken || isField(event.target)
      const read = readStroke(strokes.current, event, isTyping, Date.now())
      strokes.current = read.strokes
      const { act } = read
      if (act === undefined) return
      event.preventDefault()
      if (act.kind === 'go') router.history.push(act.to)
      else if (act.kind !== 'search') open(act.kind)
      else if (!focusSearch()) open('palette')
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [opened, open, router])
}

function isField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)
}

function isInDialog(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('[role="dialog"]') !== null
}

/** Of the page that is open: its query, or its search field. */
function focusSearch(): boolean {
  const field = document.querySelector<HTMLElement>(
    'main .query-bar input, main input[type="search"]',
  )
  field?.focus()
  return field !== null
}
