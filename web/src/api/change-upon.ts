import { askTagged, Problem, type Question, type Tagged } from './ask.ts'

/** A change upon the version that was read, or of what was not there. Where another was first, the refusal (412) says
 *  what is there now, also of those parts of which the API says its version only: so both can be had. `current` null:
 *  it is gone. `pick`: of an answer what can be edited. */
export async function changeUpon<Answer>(
  path: string,
  question: Question,
  pick: (now: object) => object,
): Promise<Tagged<Answer>> {
  try {
    return await askTagged<Answer>(path, question)
  } catch (error) {
    if (!(error instanceof Problem) || !isLate(error)) throw error
    if (Object.hasOwn(error.members, 'current')) throw error
    const { value, etag } = await nowAt(path)
    const current = value === null ? null : pick(value)
    throw new Problem(412, { ...error.members, current, etag })
  }
}

/** 428: it was to be made, and another made it. */
function isLate({ status }: Problem): boolean {
  return status === 412 || status === 428
}

async function nowAt(path: string): Promise<Tagged<object | null>> {
  try {
    return await askTagged<object>(path)
  } catch (error) {
    if (error instanceof Problem && error.status === 404) return { value: null, etag: '' }
    throw error
  }
}
