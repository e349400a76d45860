/** Epoch milliseconds of an ISO 8601 time; a date alone is midnight UTC. NaN for another text: a time
 *  without a zone would mean another moment on every machine. */
export function isoMs(text: string): number {
  const isIso = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d))?$/.test(text)
  return isIso ? Date.parse(text) : Number.NaN
}
