/** Puts a text on the clipboard; false where the browser does not let it. */
export async function copyOut(text: string): Promise<boolean> {
  try {
    // browsers have it for pages of https and of this machine only
    if ('clipboard' in navigator) {
      await navigator.clipboard.writeText(text)
      return true
    }
  } catch {
    // not allowed: the old way may be
  }
  return copySelected(text)
}

/** As a page copies what somebody selected: also over plain http. */
function copySelected(text: string): boolean {
  const active = document.activeElement
  const field = document.createElement('textarea')
  field.value = text
  field.readOnly = true // no keyboard comes up on a phone
  field.className = 'only-heard'
  // within a dialog, which would take the focus back
  const place = active?.parentElement ?? document.body
  place.append(field)
  field.select()
  const isDone = document.execCommand('copy')
  field.remove()
  if (active instanceof HTMLElement) active.focus()
  return isDone
}
