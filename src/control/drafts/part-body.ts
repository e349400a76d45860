import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { bodyIn } from '../json-body.ts'
import { ApiProblem } from '../problem.ts'

/** A part of a definition as a body. What it must be is said by the definition's own rules, with their
 *  sentences; here only that it is an object which can be walked. */
export const partSchema = Type.Record(Type.String(), Type.Unknown())

export function partIn(request: FastifyRequest): Readonly<Record<string, unknown>> {
  const value = bodyIn(request, partSchema)
  requireUsable(value, [])
  return value
}

/** Deeper than definitions are; what is much deeper could not be walked. */
const deepestLevel = 64

export function requireUsable(value: unknown, path: readonly string[]): void {
  if (typeof value !== 'object' || value === null) return
  const at = path.slice(0, 5).join('.') || 'body'
  if (path.length > deepestLevel) {
    throw new ApiProblem('invalid_body', `${at}: values are nested too deeply here.`)
  }
  if (Object.hasOwn(value, '__proto__')) {
    throw new ApiProblem('invalid_body', `${at}: "__proto__" is not a usable key.`)
  }
  for (const [key, member] of Object.entries(value)) requireUsable(member, [...path, key])
}
