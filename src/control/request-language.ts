import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Language } from '../model/bilingual.ts'

/** `lang` of a query string. */
export const languageParameter = Type.Optional(
  Type.Union([Type.Literal('en'), Type.Literal('zh')], {
    description: 'Of the sentences; without it, what Accept-Language asks for.',
  }),
)

interface Asked {
  Querystring: { readonly lang?: Language }
}

/** `?lang=` wins; else what the reader likes most of the languages that we have. */
export function languageOf(request: FastifyRequest<Asked>): Language {
  const { lang } = request.query
  if (lang !== undefined) return lang
  const accepted = (request.headers['accept-language'] ?? '').slice(0, 500).split(',')
  const wanted = accepted.flatMap((part) => {
    const [tag = '', ...rest] = part.trim().toLowerCase().split(';')
    const quality = Number(/q=([\d.]+)/.exec(rest.join(';'))?.[1] ?? 1)
    const language = /^(en|zh)\b/.exec(tag)?.[1]
    return language === undefined ? [] : [{ language, quality }]
  })
  const [best] = wanted.toSorted((one, other) => other.quality - one.quality)
  return best?.language === 'zh' ? 'zh' : 'en'
}
