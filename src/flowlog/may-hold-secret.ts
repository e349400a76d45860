/** False where no secret can be told from a name: most queries and bodies need no closer look. */
export function mayHoldSecret(text: string): boolean {
  return hint.test(text)
}

/** Parts of all names of secrets, values that show what they are (JWT, Bearer, user:password@host), and
 *  every escape that could hide one of these. */
const hint =
  /pass|secret|key|token|ticket|credential|sig|auth|csrf|pin|otp|sid|密码|口令|cookie|jwt|pwd|nonce|timestamp|assertion|sessi?d|session|eyj|bearer|basic|:\/\/|%[0-9a-f]{2}|\\[ux]|&(?:#|quot|apos|[lg]t|amp|equals|colon)/i
