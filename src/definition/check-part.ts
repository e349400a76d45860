import type { Plugin } from '../model/plugin.ts'
import { certificateReader } from './certificates.ts'
import { checkOwnDocumentation } from './check-documentation.ts'
import { checkUserAuth } from './check-gateway.ts'
import { checkPlugins } from './check-plugins.ts'
import { checkResource } from './check-resources.ts'
import { checkShape } from './check-shape.ts'
import { checkStageBackends } from './check-stages.ts'
import type { Checking } from './checking.ts'
import { type Path, pathText } from './definition-problem.ts'
import { gatewaySchema } from './definition-schema.ts'
import type { Part, PartKind } from './document-parts.ts'
import { plainPart, reportReferences } from './plain-part.ts'
import { noTextFile } from './named-file.ts'
import { type Shape, shapeOf } from './shape.ts'

/** What is wrong with one part by itself. What it refers to may be missing while a draft is edited; that is
 *  found by reading the whole. */
export interface PartProblem {
  readonly path: string
  readonly message: string
  readonly suggestion: string
}

export function checkPart(
  kind: PartKind,
  name: string,
  part: Part,
  plugins: readonly Plugin[],
): readonly PartProblem[] {
  const problems: PartProblem[] = []
  const report = (path: Path, message: string, suggestion: string | (() => string) = ''): void => {
    if (problems.length >= mostProblems) return
    const words = typeof suggestion === 'function' ? suggestion() : suggestion
    problems.push({ path: pathText(path), message, suggestion: words })
  }
  const value = structuredClone(plainPart(part)) // certificates are put into it
  const checking: Checking = {
    report,
    marks: new WeakMap(),
    sound: new WeakSet(),
    plugins: new Map(plugins.map((plugin) => [plugin.name, plugin])),
    certificates: certificateReader('draft', undefined),
    textFile: noTextFile,
    placeOf: pathText,
    setText: () => undefined,
  }
  reportReferences(part, [], report)
  checkShape(kind === 'settings' ? settingShape(name) : shapes[kind], value, [], checking)
  if (kind === 'stages') {
    checkStageBackends(value, [], checking)
    checkPlugins(value, [], checking)
  }
  if (kind === 'resources') {
    checkResource(value, [], checking)
    checkOwnDocumentation(value, [], checking)
  }
  if (kind === 'settings' && name === 'userAuth') checkUserAuth(value, [], checking)
  return problems
}

/** More than anybody reads in one go. */
const mostProblems = 50

const whole: Shape = shapeOf(gatewaySchema)

function itemsOf(list: string): Shape {
  return whole.properties?.[list]?.items ?? {}
}

const shapes = {
  stages: itemsOf('stages'),
  backends: itemsOf('backends'),
  resources: itemsOf('resources'),
} as const

function settingShape(name: string): Shape {
  return whole.properties?.[name] ?? {}
}
