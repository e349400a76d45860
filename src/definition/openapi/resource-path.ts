import { type PathProblem, frontPathProblem, variableName } from '../path-template.ts'

/** Paths of a document as paths of resources. Names of variables are local to a path, so one that cannot
 *  stand here (`{user-id}`) gets another; what a path matches stays the same. */
export type ReadPath =
  | {
      readonly ok: true
      readonly path: string
      /** By the name in the document; only those that changed. */
      readonly renamed: ReadonlyMap<string, string>
    }
  | { readonly ok: false; readonly problem: PathProblem }

const longestVariable = 30

export function readPath(template: string): ReadPath {
  const renamed = new Map<string, string>()
  const names = [...template.matchAll(/\{([^{}]*)\}/g)].map(([, name = '']) => name)
  const taken = new Set(names.filter((name) => variableName.test(name)))
  for (const name of names) {
    if (variableName.test(name) || renamed.has(name) || !mayBeRenamed(name)) continue
    const free = freeName(name, taken)
    taken.add(free)
    renamed.set(name, free)
  }
  const path = withNames(template, renamed)
  const problem = frontPathProblem(path)
  if (problem === undefined) return { ok: true, path, renamed }
  return { ok: false, problem: withHint(problem, template) }
}

export function withNames(path: string, renamed: ReadonlyMap<string, string>): string {
  if (renamed.size === 0) return path
  return path.replaceAll(/\{([^{}]*)\}/g, (whole, name: string) => {
    const other = renamed.get(name)
    return other === undefined ? whole : `{${other}}`
  })
}

/** The path of a server's URL, without a slash at its end: `https://api.example.com/v1/` is `/v1`. */
export function basePathOf(url: string): string {
  const path = url
    .replace(/^[A-Za-z][A-Za-z0-9+.-]*:(?=\/\/)/, '')
    .replace(/^\/\/[^/?#]*/, '')
    .replace(/[?#].*$/s, '')
    .replace(/^\.?\/*/, '/')
  return path.replace(/\/+$/, '')
}

/** `https://api.example.com` of `https://api.example.com/v1`; '' where the URL says no host. */
export function originOf(url: string): string {
  return /^https?:\/\/[^/?#]+/i.exec(url)?.[0] ?? ''
}

export function joinedPath(base: string, path: string): string {
  return path.startsWith('/') ? base + path : `${base}/${path}`
}

/** Without the signs of patterns and of several segments: `{id:[0-9]+}`, `{rest*}`, `{+path}`. */
function mayBeRenamed(name: string): boolean {
  return /^[\w.$ -]+$/.test(name) && /[A-Za-z0-9]/.test(name)
}

function freeName(name: string, taken: ReadonlySet<string>): string {
  const plain = name.replaceAll(/\W+/g, '_').replaceAll(/^_+|_+$/g, '')
  const word = (/^[a-zA-Z]/.test(plain) ? plain : `v_${plain}`).slice(0, longestVariable)
  let free = word
  for (let number = 2; taken.has(free); number += 1) {
    free = `${word.slice(0, longestVariable - 4)}_${number}`
  }
  return free
}

/** A document describes what is there already, so "write it otherwise" would not help. */
function withHint({ message, suggestion }: PathProblem, template: string): PathProblem {
  if (template.includes('?')) {
    const query = 'A query is no part of a path: describe it as parameters.'
    return { message: 'the path holds a query', suggestion: query }
  }
  const segments = template.split('/')
  const partial = segments.findIndex(
    (segment) => /[{}]/.test(segment) && !/^\{\w+\}$/.test(segment),
  )
  if (partial === -1) return { message, suggestion }
  const above = segments.slice(0, partial).join('/') || '/'
  const way = `A resource on ${above.slice(0, 100)} with \`matchSubpath: true\` takes these requests.`
  return { message, suggestion: way }
}
