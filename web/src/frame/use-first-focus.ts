import { type RefObject, useEffect, useRef } from 'react'

/** What appears after an action takes the focus: who cannot see it is led there. */
export function useFirstFocus<Part extends HTMLElement>(): RefObject<Part | null> {
  const place = useRef<Part>(null)
  useEffect(() => place.current?.focus(), [])
  return place
}
