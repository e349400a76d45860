/** The newest reminder that somebody looked at in this browser; of each person their own, as several may sign in here. */
export function seenBy(user: string, kept: Pick<Storage, 'getItem'> = localStorage): number {
  const number = Number(kept.getItem(keyOf(user)))
  return Number.isSafeInteger(number) ? number : 0
}

export function keepSeen(
  user: string,
  newest: number,
  kept: Pick<Storage, 'setItem'> = localStorage,
): void {
  kept.setItem(keyOf(user), String(newest))
}

function keyOf(user: string): string {
  return `faultline-reminders-seen ${user}`
}
