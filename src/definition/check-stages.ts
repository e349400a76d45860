import { checkBackend } from './check-stage-backend.ts'
import { checkPlugins } from './check-plugins.ts'
import { backendNames } from './check-resources.ts'
import {
  type Checking,
  keysIn,
  listIn,
  reportDuplicates,
  textIn,
  textsIn,
  valueIn,
} from './checking.ts'
import type { Path } from './definition-problem.ts'
import { didYouMean } from './nearest-word.ts'
import { filledPathProblem, stageVariablesOf, withStageVariables } from './path-template.ts'
import { isRecord } from './shape.ts'

/** Stages: names told apart, every backend and variable that the resources use at hand. */
export function checkStages(gateway: unknown, path: Path, checking: Checking): void {
  const stages = listIn(gateway, 'stages')
  reportDuplicates(checking, [...path, 'stages'], 'name', textsIn(stages, 'name'), 'the stage')
  const needs = needsOf(gateway)
  const declared = backendNames(gateway)
  for (const [index, stage] of stages.entries()) {
    if (!isRecord(stage)) continue
    const at = [...path, 'stages', index]
    checkBackendNames(stage, declared, needs, at, checking)
    checkVariables(stage, needs, at, checking)
    checkPlugins(stage, at, checking)
    checkStageBackends(stage, at, checking)
  }
}

export function checkStageBackends(stage: object, at: Path, checking: Checking): void {
  const variables = textsOf(stage)
  const backends = valueIn(stage, 'backends')
  if (!isRecord(backends)) return
  for (const [name, backend] of Object.entries(backends)) {
    checkBackend(backend, variables, [...at, 'backends', name], checking)
  }
}

interface Needs {
  /** Name of a backend → name of the first resource that uses it. */
  readonly backends: ReadonlyMap<string, string>
  /** Backend paths with stage variables, together where those are the same. */
  readonly paths: readonly VariablePaths[]
}

interface VariablePaths {
  readonly variables: readonly string[]
  readonly paths: readonly { readonly resource: string; readonly path: string }[]
}

function needsOf(gateway: unknown): Needs {
  const backends = new Map<string, string>()
  const paths = new Map<
    string,
    { variables: string[]; paths: { resource: string; path: string }[] }
  >()
  for (const [index, entry] of listIn(gateway, 'resources').entries()) {
    const backend = valueIn(entry, 'backend')
    const resource = textIn(entry, 'name') ?? `number ${index + 1}`
    const name = textIn(backend, 'name') ?? 'default'
    if (!backends.has(name)) backends.set(name, resource)
    const path = textIn(backend, 'path') ?? ''
    const variables = stageVariablesOf(path)
    if (variables.length === 0) continue
    const key = variables.join(' ')
    const alike = paths.get(key) ?? { variables, paths: [] }
    paths.set(key, alike)
    alike.paths.push({ resource, path })
  }
  return { backends, paths: [...paths.values()] }
}

function checkBackendNames(
  stage: object,
  declared: ReadonlySet<string> | undefined,
  needs: Needs,
  at: Path,
  checking: Checking,
): void {
  const configured = keysIn(stage, 'backends')
  for (const name of configured) {
    if (declared === undefined || declared.has(name)) continue
    const message = `there is no backend "${name.slice(0, 64)}" in this gateway`
    const suggestion = () => didYouMean(name, declared) || 'Add it to the backends of the gateway.'
    checking.report([...at, 'backends', name], message, suggestion, 'key')
  }
  const isReadable = !Object.hasOwn(stage, 'backends') || isRecord(valueIn(stage, 'backends'))
  if (!isReadable) return
  for (const [name, resource] of needs.backends) {
    // a resource that names an unknown backend was reported there
    if (declared?.has(name) !== true || configured.includes(name)) continue
    const message = `the backend "${name}" has no hosts in this stage; the resource "${resource}" uses it`
    const suggestion = `Add ${name}: { hosts: [{ url: "http://…" }] } to the backends of this stage.`
    checking.report([...at, 'backends', name], message, suggestion, 'key')
  }
}

function checkVariables(stage: object, needs: Needs, at: Path, checking: Checking): void {
  const variables = textsOf(stage)
  const judged = new Map<string, boolean>()
  for (const { variables: names, paths } of needs.paths) {
    const [first] = paths
    if (first === undefined) continue
    for (const name of names) {
      if (judged.has(name)) continue
      judged.set(name, checkPathVariable(name, first.resource, stage, at, checking))
    }
    if (!names.every((name) => judged.get(name))) continue
    // a path stays right when a plain word is put in: no slash, no dot, not empty
    if (names.every((name) => /^[\w-]+$/.test(variables[name] ?? ''))) continue
    for (const { resource, path } of paths) {
      const problem = filledPathProblem(withStageVariables(path, variables))
      if (problem === undefined) continue
      const message = `the variables make the backend path of "${resource}" wrong: ${problem.message}`
      checking.report([...at, 'variables'], message)
    }
  }
}

function checkPathVariable(
  name: string,
  resource: string,
  stage: object,
  at: Path,
  checking: Checking,
): boolean {
  const variables = valueIn(stage, 'variables')
  const path = [...at, 'variables', name]
  if (!isRecord(variables) || !Object.hasOwn(variables, name)) {
    const message = `the variable "${name.slice(0, 64)}" has no value in this stage; the backend path of "${resource}" uses it`
    const suggestion = () => didYouMean(name, keysIn(stage, 'variables'))
    checking.report(path, message, suggestion, 'key')
    return false
  }
  const value = textIn(variables, name)
  if (value === undefined || /^[\w/.-]*$/.test(value)) return value !== undefined
  const message = `the variable is used in the backend path of "${resource}" and holds a character that cannot stand there`
  checking.report(path, message, 'Letters, digits and _ / . - are allowed.')
  return false
}

function textsOf(stage: object): Record<string, string> {
  const texts: Record<string, string> = {}
  for (const name of keysIn(stage, 'variables')) {
    const value = textIn(valueIn(stage, 'variables'), name)
    if (value !== undefined) texts[name] = value
  }
  return texts
}
