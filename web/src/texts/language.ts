import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import { en } from './en.ts'
import { tellRooms } from './room-texts.ts'
import { zh } from './zh.ts'

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'texts'
    resources: { texts: typeof en }
  }
}

/** As the API names them. */
export type Language = 'en' | 'zh'

const kept = 'faultline-language'
const inAddress = 'lang'

/** The one that a link asks for (the `Link` of an error does), else the one that was chosen here before, else the
 *  browser's. */
export async function beginTexts(): Promise<void> {
  const asked = new URLSearchParams(location.search).get(inAddress)
  const chosen = asked ?? localStorage.getItem(kept) ?? navigator.language
  await i18next.use(initReactI18next).init({
    lng: chosen.startsWith('zh') ? 'zh' : 'en',
    fallbackLng: 'en',
    defaultNS: 'texts',
    resources: { en: { texts: en }, zh: { texts: zh } },
    interpolation: { escapeValue: false }, // React does
  })
  tellRooms()
  tellPage()
}

export async function choose(language: Language): Promise<void> {
  localStorage.setItem(kept, language)
  history.replaceState(history.state, '', withoutLanguage(location.href))
  await i18next.changeLanguage(language)
  tellPage()
}

/** What is chosen later holds when the page is loaded again, whatever the link asked for. */
export function withoutLanguage(address: string): string {
  const url = new URL(address)
  url.searchParams.delete(inAddress)
  return url.href
}

export function languageNow(): Language {
  return i18next.language === 'zh' ? 'zh' : 'en'
}

function tellPage(): void {
  document.documentElement.lang = languageNow() === 'zh' ? 'zh-CN' : 'en'
}

/** A moment as people of this language write it, with seconds. */
export function timeText(time: number | string): string {
  return new Date(time).toLocaleString(languageNow() === 'zh' ? 'zh-CN' : 'en-GB', {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  })
}
