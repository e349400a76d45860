/** The counts that statistics are made of, as SQL: made of records, and folded for keeping. A row tells
 *  how many requests have all of its columns in common. The class of a duration is a column like any
 *  other, so coarser rows are made by adding. */
import { classSql, tenthsSql } from './duration-class.ts'
import { hourMs, minuteMs } from './statistics-question.ts'

/** What a row has beside its time, its cut and its places. */
const outcome = 'status_class, responder, fault, owner, key, duration, backend'
const sumsWith = (count: string): string =>
  `CAST(${count} AS INTEGER) AS count, CAST(sum(tenths) AS BIGINT) AS tenths,
  CAST(sum(own_tenths) AS BIGINT) AS own_tenths`

/** Columns of kept rows: of an empty file, which is read with all others. */
export const noRollupRows = `SELECT CAST(NULL AS BIGINT) AS timestamp, ${[
  ...'cut gateway stage resource app'.split(' '),
  ...'responder fault owner key'.split(' '),
]
  .map((name) => `CAST(NULL AS VARCHAR) AS ${name}`)
  .join(', ')}, ${'status_class duration backend'
  .split(' ')
  .map((name) => `CAST(NULL AS UTINYINT) AS ${name}`)
  .join(', ')}, CAST(NULL AS INTEGER) AS count, CAST(NULL AS BIGINT) AS tenths,
  CAST(NULL AS BIGINT) AS own_tenths WHERE false`

/** A row for each of a relation of whole records (engine/record-relation.ts), with its time made whole.
 *  What the gateway itself took is smaller and more often the same than what the backend took, so it is
 *  what is kept: a third of the disk. */
export function rowsOfRecords(relation: string, stepMs: number): string {
  return `SELECT timestamp // ${stepMs} * ${stepMs} AS timestamp,
    gateway, stage, resource, app_code AS app,
    CAST(least(9, greatest(0, status // 100)) AS UTINYINT) AS status_class,
    responder, fault, owner, key,
    ${classSql('request_duration')} AS duration, ${classSql('backend_duration')} AS backend,
    1 AS count, ${tenthsSql('request_duration')} AS tenths,
    ${tenthsSql('request_duration')} - ${tenthsSql('backend_duration')} AS own_tenths
    FROM ${relation}`
}

/** Of each stage so many of them are told apart. */
const mostPlaces = 500
/** Callers may write any name of a gateway into an address. */
const mostStages = 1_000

/** One row: how many gateways with stages there are, and resources and applications of the one with most. */
export function placesSql(relation: string): string {
  return `SELECT count(*) AS stages, max(resources) AS resources, max(apps) AS apps FROM (
    SELECT gateway, stage, approx_count_distinct(resource) AS resources,
      approx_count_distinct(app_code) AS apps FROM ${relation} GROUP BY gateway, stage)`
}

/** Whether rare ones must share a row. The counts are nineteen times in twenty within 10 %. */
export function areTooMany(places: Readonly<Record<string, unknown>>): boolean {
  const count = (name: string): number => Number(places[name] ?? 0) * 1.2
  return Math.max(count('resources'), count('apps')) > mostPlaces || count('stages') > mostStages
}

/** What is kept of some records, read once: by the minute and resource, and by the hour and application.
 *  `foldsRare`: rare places share a row in which their names are NULL; that costs as much again. Rows are in
 *  no order: sorting is a fifth of what counting costs, for a quarter of a file that is kept for days. */
export function keptRows(relation: string, foldsRare: boolean): string {
  const rows = rowsOfRecords(relation, minuteMs)
  const hour = `timestamp // ${hourMs} * ${hourMs}`
  const told = foldsRare ? foldedRows(rows, relation) : rows
  const sets = ['timestamp, gateway, stage, resource', 'hour, gateway, stage, app']
  return `SELECT * EXCLUDE (hour) REPLACE (coalesce(timestamp, hour) AS timestamp) FROM (
    SELECT timestamp, hour, CASE WHEN grouping(app) = 1 THEN 'resource' ELSE 'app' END AS cut,
      gateway, stage, resource, app, ${outcome}, ${sumsWith('count(*)')}
    FROM (SELECT *, ${hour} AS hour FROM (${told}))
    GROUP BY GROUPING SETS (${sets.map((set) => `(${set}, ${outcome})`).join(', ')}))`
}

/** Kept rows by the hour, for a year. */
export function coarseRows(relation: string): string {
  return `SELECT * FROM (SELECT timestamp // ${hourMs} * ${hourMs} AS timestamp, cut, gateway, stage,
    resource, app, ${outcome}, ${sumsWith('sum(count)')} FROM ${relation} GROUP BY ALL) ${order}`
}

/** So that what is the same stands together, at a twentieth of the price of sorting by the texts. */
const order = `ORDER BY cut = 'app', hash(gateway, stage, resource, app, key) // 65536 * 65536
  + CAST(duration AS UBIGINT) * 256 + backend`

function foldedRows(rows: string, relation: string): string {
  const frequent = (
    name: string,
  ): string => `(SELECT gateway, stage, ${name} AS place FROM ${relation}
    GROUP BY gateway, stage, ${name} QUALIFY row_number()
      OVER (PARTITION BY gateway, stage ORDER BY count(*) DESC, ${name}) <= ${mostPlaces})`
  const same = (table: string): string =>
    `r.gateway = ${table}.gateway AND r.stage = ${table}.stage`
  return `SELECT r.* REPLACE (s.gateway AS gateway, s.stage AS stage,
      CASE WHEN s.gateway IS NOT NULL THEN fr.place END AS resource,
      CASE WHEN s.gateway IS NOT NULL THEN fa.place END AS app)
    FROM (${rows}) AS r
    LEFT JOIN (SELECT gateway, stage FROM ${relation} GROUP BY gateway, stage
      ORDER BY count(*) DESC, gateway, stage LIMIT ${mostStages}) AS s ON ${same('s')}
    LEFT JOIN ${frequent('resource')} AS fr ON ${same('fr')} AND r.resource = fr.place
    LEFT JOIN ${frequent('app_code')} AS fa ON ${same('fa')} AND r.app = fa.place`
}
