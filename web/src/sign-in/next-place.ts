/** Where one wanted to go before signing in. Only pages of this console: whatever else stands in the address, somebody
 *  may have put there to lead people away. */
export function safePlace(text: unknown): string {
  if (typeof text !== 'string' || !text.startsWith('/')) return ''
  const here = 'https://console.invalid'
  const url = URL.parse(text, here)
  if (url === null || url.origin !== here) return '' // `//host`, `/\host`
  if (url.pathname.startsWith('//')) return '' // `/.//host`, which a browser would take for `//host` the next time
  if (/^\/(sign-in|set-up|set-password|api|assets)(\/|$)/.test(url.pathname)) return ''
  return `${url.pathname}${url.search}${url.hash}`
}

/** The way to the sign-in page that leads back here. What stands behind a # may be what opens a link, so it stays
 *  behind one: browsers send that nowhere, and no server writes it into a log. */
export function signInFrom(here: string): {
  readonly search: { readonly next: string }
  readonly hash: string
} {
  const at = here.indexOf('#')
  if (at < 0) return { search: { next: here }, hash: '' }
  return { search: { next: here.slice(0, at) }, hash: here.slice(at + 1) }
}

/** Of the sign-in page: the place that `signInFrom` was given. */
export function placeFrom(next: string, hash: string): string {
  return next === '' || hash === '' ? next : `${next}#${hash}`
}

const kept = 'faultline-next'

/** Over the visit at an identity provider, which leads back to `/`. */
export function keepPlace(place: string): void {
  sessionStorage.setItem(kept, place)
}

/** Once. */
export function keptPlace(): string {
  const place = safePlace(sessionStorage.getItem(kept))
  sessionStorage.removeItem(kept)
  return place
}
