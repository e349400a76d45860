/** The path sent to the backend, from the resource's template (decisions: "Paths"). */
import { routePattern } from './route-pattern.ts'

export type BackendPath = (
  variables: readonly string[],
  rest: string,
  requestPathEndsWithSlash: boolean,
) => string

/** Compiled when a release is made. Variables are those of the front path, copied as received; a
 *  name that the front path does not have stays as it is written. A query in the template stays
 *  behind whatever is appended, so the result may hold a `?`. */
export function compileBackendPath(
  frontPath: string,
  backendPath: string,
  matchSubpath: boolean,
): BackendPath {
  const names = routePattern(frontPath).variableNames
  const question = backendPath.indexOf('?')
  const pathEnd = question < 0 ? backendPath.length : question
  const path = compileTemplate(backendPath.slice(0, pathEnd), names)
  const query = compileTemplate(backendPath.slice(pathEnd), names)
  const append = matchSubpath ? withRest : orRoot
  return (variables, rest, requestPathEndsWithSlash) =>
    append(path(variables), rest, requestPathEndsWithSlash) + query(variables)
}

function withRest(path: string, rest: string, requestPathEndsWithSlash: boolean): string {
  const base = path.endsWith('/') ? path.slice(0, -1) : path
  return rest !== '' || requestPathEndsWithSlash ? `${base}/${rest}` : orRoot(base)
}

function orRoot(path: string): string {
  return path === '' ? '/' : path
}

type Template = (variables: readonly string[]) => string

function compileTemplate(template: string, names: readonly string[]): Template {
  /** Text and variable index by turns. */
  const texts: string[] = []
  const indexes: number[] = []
  let from = 0
  for (const found of template.matchAll(/\{([^{}]+)\}/g)) {
    const index = names.indexOf(found[1] ?? '')
    if (index < 0) continue
    texts.push(template.slice(from, found.index))
    indexes.push(index)
    from = found.index + found[0].length
  }
  const last = template.slice(from)
  if (indexes.length === 0) return () => last
  return (variables) => {
    let filled = ''
    for (let part = 0; part < indexes.length; part++) {
      filled += texts[part] ?? ''
      filled += variables[indexes[part] ?? 0] ?? ''
    }
    return filled + last
  }
}
