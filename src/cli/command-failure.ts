/** A command that cannot do its work: one sentence for the person at the terminal, and the exit
 *  code. 1: the tool failed (port, disk, server away); 2: bad usage or a bad definition. */
export class CommandFailure extends Error {
  override readonly name = 'CommandFailure'
  readonly exitCode: number

  constructor(sentence: string, exitCode: 1 | 2 = 1, options?: ErrorOptions) {
    super(sentence, options)
    this.exitCode = exitCode
  }
}
