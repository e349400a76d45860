/** The words of every verdict. Two questions, kept apart: who wrote the answer (responder), and
 *  whose fault a failure is; from the second follows who must act (owner). */
export type Responder = 'gateway' | 'access_layer' | 'service' | 'backend' | 'none'

export type Fault =
  | 'none'
  | 'client'
  | 'gateway'
  | 'network'
  | 'access_layer'
  | 'service'
  | 'unsure'

/** `publisher` maintains the gateway (the API product), `backend` owns what lies behind it,
 *  `operator` runs Faultline itself. */
export type Owner = 'nobody' | 'caller' | 'publisher' | 'backend' | 'operator'

/** `certain`: our own sockets or our own decision. `confirmed`: a backend-side record agrees.
 *  `likely`: strong fingerprint. `possible`: weak signs. `unknown`: nothing to go by. */
export type Certainty = 'certain' | 'confirmed' | 'likely' | 'possible' | 'unknown'

/** Values that explain one error. They go to the flow record; the caller sees only those that the
 *  error's `detail` template names. */
export type Facts = Readonly<Record<string, string | number | boolean>>
