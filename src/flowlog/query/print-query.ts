import { anyOne, anyRun, literalOf, type Pattern } from './pattern.ts'
import type { FieldNode, QueryNode } from './query-node.ts'

/** The query as canonical text: understood again it gives the same tree. It may be longer and deeper
 *  than what was written, as lists become terms with the field before each, so that of a query near the
 *  limits it may be beyond them. */
export function printQuery(node: QueryNode): string {
  switch (node.kind) {
    case 'and':
      return node.nodes.length === 0 ? '*' : node.nodes.map(inConjunction).join(' ')
    case 'or':
      return node.nodes.map(inAlternatives).join(' OR ')
    case 'not':
      return `-${isJoined(node.node) ? `(${printQuery(node.node)})` : printQuery(node.node)}`
    case 'contains':
      return printWords(node.pattern)
    case 'compare':
    case 'range':
    case 'is':
    case 'equals':
    case 'like':
    case 'exists':
      return `${node.field.name}:${printValue(node)}`
  }
}

function inConjunction(node: QueryNode): string {
  return node.kind === 'or' ? `(${printQuery(node)})` : printQuery(node)
}

/** AND binds closer anyway; the parentheses are for people. */
function inAlternatives(node: QueryNode): string {
  return isJoined(node) ? `(${printQuery(node)})` : printQuery(node)
}

function isJoined(node: QueryNode): boolean {
  return (node.kind === 'and' && node.nodes.length > 0) || node.kind === 'or'
}

function printValue(node: FieldNode): string {
  switch (node.kind) {
    case 'compare':
      return `${node.comparison === '=' ? '' : node.comparison}${node.value}`
    case 'range': {
      const { field, from, to } = node
      const isHundred = field.kind === 'number' && from.isIncluded && !to.isIncluded
      if (isHundred && /^[1-9]00$/.test(`${from.value}`) && to.value === from.value + 100) {
        return `${from.value / 100}xx`
      }
      return `${from.isIncluded ? '[' : '{'}${from.value} TO ${to.value}${to.isIncluded ? ']' : '}'}`
    }
    case 'is':
      return String(node.value)
    case 'equals':
      return printText(node.text)
    case 'like':
      return printPattern(node.pattern)
    case 'exists':
      return '*'
  }
}

function printWords(pattern: Pattern): string {
  const text = literalOf(pattern)
  if (text === undefined)
    return printPattern(pattern)
      .replace(/^-/, String.raw`\-`)
      .replaceAll(/(?<!\\):/g, String.raw`\:`)
  return isPlain(text) && !text.includes(':') && !/^(?:and|or|not)$/i.test(text)
    ? text
    : quoted(text)
}

function printPattern(pattern: Pattern): string {
  return pattern
    .map((part) => (part === anyRun ? '*' : part === anyOne ? '?' : escaped(part)))
    .join('')
}

/** Needs no quotes. */
function isPlain(text: string): boolean {
  return /^[\w./@][\w./@:-]*$/.test(text) && !/^(?:AND|OR|NOT)$/.test(text)
}

/** A value as the query language takes it, whatever it holds. */
export function printText(text: string): string {
  return isPlain(text) ? text : quoted(text)
}

function quoted(text: string): string {
  return `"${text.replaceAll(/["\\]/g, String.raw`\$&`)}"`
}

function escaped(text: string): string {
  return text.replaceAll(/[\s\u0021-\u002c;-?\u005b-\u005e`{-~：“”„（）]/g, String.raw`\$&`)
}
