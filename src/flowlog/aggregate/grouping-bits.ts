/** What DuckDB's `grouping` of all columns is where one of them is grouped by: all bits but its own are
 *  1. The first column has the highest. */
export function groupingBits({ length }: readonly unknown[], place: number): number {
  return 2 ** length - 1 - 2 ** (length - 1 - place)
}

/** Where the first two are grouped by. */
export function groupingBitsOfTwo({ length }: readonly unknown[]): number {
  return 2 ** (length - 2) - 1
}

/** Where none is grouped by. */
export function noGroupingBits({ length }: readonly unknown[]): number {
  return 2 ** length - 1
}
