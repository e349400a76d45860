import { useBlocker } from '@tanstack/react-router'
import { useTexts } from './texts.ts'

/** Nobody leaves a form with unsaved changes unasked. */
export function useLeaveQuestion(isChanged: boolean): void {
  const mayClose = useMayClose(isChanged)
  useBlocker({ shouldBlockFn: () => !mayClose(), enableBeforeUnload: () => isChanged })
}

/** The question, for what closes a form on its page: false where somebody stays. */
export function useMayClose(isChanged: boolean): () => boolean {
  const say = useTexts()
  return () => !isChanged || window.confirm(say('leaveQuestion'))
}
