/** By what the flow log's page counts beside the rows; bench/log asks the same of ten million records. */
export const facetFields = ['fault', 'status', 'key', 'resource', 'app_code'] as const
