/** Stands behind the JSON of each record's line, unless it is a plain success of a backend: 2xx, whole,
 *  no error of ours. White space that JSON allows and that no text in it can hold as it is, so whoever
 *  looks for what went wrong finds it without reading the lines between (flowlog/tail/record-line.ts). */
export const unusualMark = '\t'
