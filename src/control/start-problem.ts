/** Why the server did not start: one sentence for the operator, with what to do. Exit code 1. */
export class StartProblem extends Error {
  override readonly name = 'StartProblem'
}
