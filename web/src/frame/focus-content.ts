/** To the page that was led to: who cannot see it would not know that it is there. */
export function focusContent(): void {
  document.getElementById('content')?.focus()
}
