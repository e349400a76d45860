/** How long one stays signed in: to the end of a day's work without a request, a week in all. */
export const idleMs = 12 * 3_600_000
export const sessionMs = 7 * 86_400_000
