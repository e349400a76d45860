/** English and Chinese. */
export type Bilingual = readonly [english: string, chinese: string]
