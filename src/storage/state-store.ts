/** Where the control plane keeps its state. Saving has two steps, because workers must have accepted
 *  a publication before it is kept, and a full disk must be known before they are asked. */
export interface StateStore<State> {
  /** undefined: nothing was ever saved. Throws a StorageProblem where it cannot be read. */
  load(): Promise<State | undefined>
  prepare(state: State): Promise<PreparedState>
}

export interface PreparedState {
  commit(): Promise<void>
  discard(): Promise<void>
}
