import type { Row, Sql } from '../aggregate/counted-records.ts'
import type { CountedRow } from './statistics-counter.ts'
import { rowsOfRecords } from './rollup-rows.ts'
import {
  cutFor,
  type Dimension,
  hourMs,
  minuteMs,
  type StatisticsQuestion,
} from './statistics-question.ts'

/** Where the counts of a time lie. */
export interface StatisticsSource {
  /** Relations of whole records that are in no rollup, within the time asked for. */
  readonly records: readonly string[]
  /** A relation of kept rows, which may hold other times too; undefined where there are none. */
  readonly rollups: string | undefined
}

/** Rows for a StatisticsCounter. */
export function statisticsSql(source: StatisticsSource, question: StatisticsQuestion): Sql {
  const { by, top } = question
  const value = by === undefined ? 'NULL' : by
  const rows = `SELECT ${barSql(question)} AS bar, CAST(${value} AS VARCHAR) AS value,
    fault, status_class, duration, backend, count, tenths, own_tenths`
  const { sql: from, values } = countsWhere(source, question)
  const measure = (name: string, columns: string): string =>
    `SELECT bar, value, '${name}' AS measure, ${columns} FROM told GROUP BY ALL`
  const sql = `WITH days AS (${barsByQuarter(question)}),
    counted AS MATERIALIZED (SELECT bar, value, fault, status_class, duration, backend,
      sum(count) AS count, sum(tenths) AS tenths, sum(own_tenths) AS own FROM (${rows} FROM ${from}) GROUP BY ALL),
    top AS (SELECT value FROM counted WHERE value IS NOT NULL GROUP BY value
      ORDER BY sum(count) DESC, value LIMIT ${top}),
    told AS MATERIALIZED (SELECT * REPLACE (CASE WHEN value IN (SELECT value FROM top) THEN value END AS value)
      FROM counted)
    ${measure('outcome', 'fault, status_class, 0 AS place, sum(count) AS count, 0 AS tenths')}
    UNION ALL ${measure('duration', "'' AS fault, 0 AS status_class, duration AS place, sum(count) AS count, sum(tenths) AS tenths")}
    UNION ALL ${measure('backend', "'' AS fault, 0 AS status_class, backend AS place, sum(count) AS count, sum(tenths - own) AS tenths")}`
  return { sql, values }
}

/** How many kept requests may fit but are of a place that was not told apart. undefined: none can be. */
export function untoldSql(
  { rollups }: Pick<StatisticsSource, 'rollups'>,
  question: StatisticsQuestion,
): Sql | undefined {
  const places = placesOf(question).filter((name) => question.where[name] !== undefined)
  if (rollups === undefined || places.length === 0) return undefined
  const { sql, values } = conditions(question.where, (name) =>
    places.some((place) => place === name) ? `(${name} = ? OR ${name} IS NULL)` : `${name} = ?`,
  )
  const isUntold = places.map((name) => `${name} IS NULL`).join(' OR ')
  return sumSql(rollups, question, `(${isUntold}) AND ${sql}`, values)
}

/** How many kept requests may be of both resource and application, of which kept counts know only one: those
 *  of the application where one is named, for its owner may not learn how often others call the resource. */
export function unpairedSql(rollups: string, question: StatisticsQuestion): Sql {
  const { app, resource, ...others } = question.where
  const one = app === undefined ? { resource } : { app }
  const where = Object.fromEntries(
    Object.entries({ ...others, ...one }).filter(([, value]) => value !== undefined),
  )
  const { sql, values } = conditions(where, (name) =>
    name === 'resource' || name === 'app' ? `(${name} = ? OR ${name} IS NULL)` : `${name} = ?`,
  )
  const by = app === undefined ? undefined : 'app' // the cut that knows applications
  return sumSql(rollups, { ...question, where, by }, sql, values)
}

function sumSql(
  rollups: string,
  question: StatisticsQuestion,
  condition: string,
  values: Sql['values'],
): Sql {
  const isTold = question.isOfOwner === true ? 'app IS NOT NULL' : 'true'
  const sql = `SELECT coalesce(sum(count) FILTER (${isTold}), 0) AS count,
    coalesce(bool_or(NOT (${isTold})), false) AS is_hidden FROM ${rollups}
    WHERE ${keptWhere(question)} AND ${condition}`
  return { sql, values }
}

/** As `statisticsSql` selects them. */
export function countedRow(row: Row): CountedRow {
  const { bar, value, measure, fault, status_class: statusClass, place, count, tenths } = row
  return {
    bar: Number(bar),
    group: value as string | null,
    measure: measure as CountedRow['measure'],
    fault: String(fault),
    statusClass: Number(statusClass),
    place: Number(place),
    count: Number(count),
    tenths: Number(tenths),
  }
}

/** Kept rows and rows of records as one relation, of the time and the places asked for. */
function countsWhere({ records, rollups }: StatisticsSource, question: StatisticsQuestion): Sql {
  const stepMs = cutFor(question) === 'app' ? hourMs : minuteMs
  const { sql, values } = conditions(question.where, (name) => `${name} = ?`)
  const columns = `timestamp, ${placesOf(question).join(', ')}, status_class, responder, fault, owner, key,
    duration, backend, count, tenths, own_tenths`
  const kept =
    rollups === undefined
      ? []
      : [`SELECT ${columns} FROM ${rollups} WHERE ${keptWhere(question)} AND ${sql}`]
  const fresh = records.map(
    (relation) => `SELECT ${columns} FROM (${rowsOfRecords(relation, stepMs)}) WHERE ${sql}`,
  )
  const parts = [...kept, ...fresh]
  if (parts.length === 0) return { sql: `(SELECT ${nothing} WHERE false)`, values: [] }
  return { sql: `(${parts.join(' UNION ALL ')})`, values: parts.flatMap(() => values) }
}

function placesOf(question: StatisticsQuestion): readonly Dimension[] {
  const cut = cutFor(question)
  return cut === 'both' ? ['gateway', 'stage', 'resource', 'app'] : ['gateway', 'stage', cut]
}

const nothing = `0 AS timestamp, '' AS gateway, '' AS stage, '' AS resource, '' AS app, 0 AS status_class,
  '' AS responder, '' AS fault, '' AS owner, '' AS key, 0 AS duration, 0 AS backend, 0 AS count,
  0 AS tenths, 0 AS own_tenths`

function keptWhere(question: StatisticsQuestion): string {
  const [from = 0] = question.times
  return `cut = '${cutFor(question)}' AND timestamp >= ${whole(from)} AND timestamp < ${whole(question.toMs)}`
}

/** `status_class` is a number in rows. */
function conditions(where: StatisticsQuestion['where'], test: (name: string) => string): Sql {
  const asked = Object.entries(where)
  return {
    sql: asked.map(([name]) => test(name)).join(' AND ') || 'true',
    values: asked.map(([name, value]) => (name === 'status_class' ? Number(value) : value)),
  }
}

/** Which bar a row's time belongs to: by reckoning where all but the first are of one width, else by
 *  quarters of an hour, on which the days of every time zone begin. */
function barSql(question: StatisticsQuestion): string {
  const { times } = question
  const [, second] = times
  if (second === undefined) return '0'
  const width = evenWidth(question)
  if (width === undefined)
    return `(SELECT any_value(bar) FROM days WHERE quarter = timestamp // ${quarterMs})`
  return `CAST(CASE WHEN timestamp < ${second} THEN 0
    ELSE 1 + (timestamp - ${second}) // ${width} END AS INTEGER)`
}

/** The last bar may be shorter: the time ends with it. */
function evenWidth({ times, toMs }: StatisticsQuestion): number | undefined {
  const [, second = 0, third = toMs] = times
  const width = third - second
  const isEven = times.slice(2).every((time, place) => time - (times[place + 1] ?? 0) === width)
  return isEven && toMs - (times.at(-1) ?? 0) <= width ? width : undefined
}

function barsByQuarter(question: StatisticsQuestion): string {
  const { times, toMs } = question
  const from = Math.floor((times[0] ?? 0) / quarterMs)
  if (evenWidth(question) !== undefined) return 'SELECT 0 AS quarter, 0 AS bar'
  const list = times.map((time) => Math.floor(time / quarterMs)).join(', ')
  return `SELECT quarter, bar FROM range(${from}, ${Math.ceil(toMs / quarterMs)}) AS all_of(quarter)
    ASOF JOIN (SELECT unnest([${list}]) AS begun, unnest(range(${times.length})) AS bar) AS bars
    ON quarter >= begun`
}

const quarterMs = 900_000

function whole(ms: number): string {
  return String(Math.trunc(Math.min(Math.max(ms, 0), Number.MAX_SAFE_INTEGER)))
}
