/** The log engine will not answer such a question; the message says what to ask instead. */
export class QuestionRefused extends Error {
  override readonly name = 'QuestionRefused'
}
