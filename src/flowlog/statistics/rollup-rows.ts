/** The counts that statistics are made of, as SQL: made of records, and folded for keeping. A row tells
 *  how many requests have all of its columns in common. The class of a duration is a column like any
 *  other, so coarser rows are made by adding. */
import { classSql, tenthsSql } from './duration-class.ts'
import { hourMs, minuteMs, type Cut } from './statistics-question.ts'

/** What a row has beside its time, its cut and its places. */
const outcome = 'status_class, responder, fault, owner, key, duration, backend'
const sums = `CAST(sum(count) AS INTEGER) AS count, CAST(sum(tenths) AS BIGINT) AS tenths,
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

/** Rows of a relation of whole records (engine/record-relation.ts), by so much time. `places` are those
 *  that are told apart. What the gateway itself took is smaller and more often the same than what the
 *  backend took, so it is what is kept: a third of the disk. */
export function rowsOfRecords(relation: string, places: readonly string[], stepMs: number): string {
  const measured = `SELECT timestamp // ${stepMs} * ${stepMs} AS timestamp,
    gateway, stage, resource, app_code AS app,
    CAST(least(9, greatest(0, status // 100)) AS UTINYINT) AS status_class,
    responder, fault, owner, key,
    ${classSql('request_duration')} AS duration, ${classSql('backend_duration')} AS backend,
    1 AS count, ${tenthsSql('request_duration')} AS tenths,
    ${tenthsSql('request_duration')} - ${tenthsSql('backend_duration')} AS own_tenths
    FROM ${relation}`
  return `SELECT timestamp, ${places.join(', ')}, ${outcome}, ${sums} FROM (${measured}) GROUP BY ALL`
}

/** Places of a cut beside gateway and stage, and how many of them are told apart of each stage. */
const cuts: Readonly<Record<Cut, { readonly places: readonly string[]; readonly most: number }>> = {
  resource: { places: ['resource'], most: 500 },
  app: { places: ['app'], most: 500 },
  both: { places: ['resource', 'app'], most: 300 },
}
/** Callers may write any name of a gateway into an address. */
const mostStages = 1_000

export function placesOf(cut: Cut): readonly string[] {
  return ['gateway', 'stage', ...cuts[cut].places]
}

/** What is kept of some records: the rows of every cut, where rare places share one whose names are NULL. */
export function keptRows(relation: string): string {
  const names = Object.keys(cuts) as Cut[] // of a const object
  const parts = names.map((cut) => {
    const rows = rowsOfRecords(relation, placesOf(cut), cut === 'both' ? hourMs : minuteMs)
    return `SELECT * FROM (${folded(rows, cut)})`
  })
  return `SELECT * FROM (${parts.join(' UNION ALL ')}) ORDER BY ${order}`
}

/** Kept rows by the hour. */
export function coarseRows(relation: string): string {
  return `SELECT timestamp // ${hourMs} * ${hourMs} AS timestamp, cut, gateway, stage, resource, app,
    ${outcome}, ${sums} FROM ${relation} GROUP BY ALL ORDER BY ${order}`
}

/** So that what is the same stands together. */
const order = 'cut, gateway, stage, resource, app, key, duration, backend, timestamp'

function folded(rows: string, cut: Cut): string {
  const { places, most } = cuts[cut]
  const names = ['gateway', 'stage', ...places]
  const told = (name: string, mark: string): string =>
    `CASE WHEN ${mark} THEN r.${name} END AS ${name}`
  const same = (table: string, columns: readonly string[]): string =>
    columns.map((name) => `r.${name} = ${table}.${name}`).join(' AND ')
  return `WITH r AS MATERIALIZED (${rows}),
    stages AS (SELECT gateway, stage, true AS known FROM r GROUP BY gateway, stage
      ORDER BY sum(count) DESC, gateway, stage LIMIT ${mostStages}),
    frequent AS (SELECT ${names.join(', ')}, true AS known FROM r GROUP BY ${names.join(', ')}
      QUALIFY row_number() OVER (PARTITION BY gateway, stage ORDER BY sum(count) DESC, ${places.join(', ')}) <= ${most})
    SELECT r.timestamp, '${cut}' AS cut,
      ${['gateway', 'stage'].map((name) => told(name, 'stages.known')).join(', ')},
      ${['resource', 'app']
        .map((name) =>
          places.includes(name)
            ? told(name, 'stages.known AND frequent.known')
            : `CAST(NULL AS VARCHAR) AS ${name}`,
        )
        .join(', ')},
      ${outcome}, ${sums}
    FROM r LEFT JOIN stages ON ${same('stages', ['gateway', 'stage'])}
      LEFT JOIN frequent ON ${same('frequent', names)}
    GROUP BY ALL`
}
