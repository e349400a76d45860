/** Waits for what no event of the test's own tells (a socket of the program under test closing, a
 *  record arriving): looks again at every turn of the event loop, and fails with the words after 8 s. */
const giveUpAfterMs = 8_000

export async function until(holds: () => boolean, what: string): Promise<void> {
  await untilAsync(async () => holds(), what)
}

/** The same where looking takes time itself. */
export async function untilAsync(holds: () => Promise<boolean>, what: string): Promise<void> {
  const giveUpMs = performance.now() + giveUpAfterMs
  while (!(await holds())) {
    if (performance.now() > giveUpMs) throw new Error(`never came: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
}
