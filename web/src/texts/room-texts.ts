import i18next from 'i18next'
import { useTranslation } from 'react-i18next'

/** Texts of one room of the console, beside its pages and loaded with them. English and Chinese have the same
 *  keys, which the compiler holds. Texts that every page may need are in `en.ts` and `zh.ts`. */
type Texts = Readonly<Record<string, string>>

/** i18next chooses `x_one` or `x_other` by `count` where `x` is asked for. */
type Asked<Key> = Key extends `${infer Base}_${'one' | 'other'}` ? Base : Key

export type Say<En> = (
  key: Asked<keyof En & string>,
  values?: Readonly<Record<string, string | number>>,
) => string

interface Room {
  readonly name: string
  readonly en: Texts
  readonly zh: Texts
}

const rooms: Room[] = []

/** A hook that gives the room's texts in the language of the page. `const useTexts = roomTexts('portal', {…}, {…})` */
export function roomTexts<const En extends Texts>(
  name: string,
  en: En,
  zh: { readonly [Key in keyof En]: string },
): () => Say<En> {
  rooms.push({ name, en, zh })
  if (i18next.isInitialized) tell({ name, en, zh })
  return () => {
    useTranslation() // shows the page again in another language
    // i18next's own types know the common texts only
    const plain = i18next.t as unknown as (key: string, options: object) => string
    return (key, values = {}) => plain(key, { ...values, ns: name })
  }
}

/** Once, when i18next has begun: rooms may have been loaded before. */
export function tellRooms(): void {
  for (const room of rooms) tell(room)
}

function tell({ name, en, zh }: Room): void {
  i18next.addResourceBundle('en', name, en)
  i18next.addResourceBundle('zh', name, zh)
}
