import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ask } from '../api/ask.ts'
import { type Page } from '../api/pages.ts'
import { useSession } from '../api/session.ts'
import { pagesFor } from '../frame/console-pages.ts'
import { portalSearch } from '../portal/portal-search.ts'
import {
  type FoundResource,
  isAsked,
  matching,
  type PaletteItem,
  requestIdIn,
  resourceHref,
} from './palette-items.ts'
import { useTexts } from './texts.ts'

/** Everything that fits what was typed: a request first, then pages and gateways, then what the server finds. */
export function usePaletteItems(text: string): readonly PaletteItem[] {
  const { t } = useTranslation()
  const say = useTexts()
  const session = useSession()
  const isSignedIn = session !== null && session !== undefined
  const [settled] = useDebouncedValue(text, 200)
  const gateways = useGateways(isSignedIn)
  const resources = useResources(isSignedIn && isAsked(settled) ? settled : '')
  const errors = useErrors(isAsked(settled) ? settled : '')
  const id = requestIdIn(text)
  const pages = pagesFor(session).map(({ to, label }) => ({
    href: to,
    label: t(label),
    kind: say('page'),
  }))
  const ofGateways = gateways.map((name) => ({
    href: `/gateways/${encodeURIComponent(name)}`,
    label: name,
    kind: say('gateway'),
  }))
  return [
    ...(id === undefined ? [] : [{ href: `/r/${id}`, label: id, kind: say('request') }]),
    ...matching([...pages, ...ofGateways], text).slice(0, 12),
    ...resources.map((found) => ({
      href: resourceHref(found),
      label: found.kind === 'gateway' ? found.gateway : `${found.method} ${found.path}`,
      kind: `${say(found.kind === 'gateway' ? 'docs' : 'resource')} · ${found.gateway}`,
    })),
    ...errors.map(({ key, title }) => ({
      href: `/errors/${encodeURIComponent(key)}`,
      label: `${key}: ${title}`,
      kind: say('error'),
    })),
  ]
}

function useGateways(isSignedIn: boolean): readonly string[] {
  const { data } = useQuery({
    queryKey: ['/gateways', 'palette'],
    queryFn: ({ signal }) => ask<Page<{ readonly name: string }>>('/gateways', { signal }),
    enabled: isSignedIn,
    staleTime: 60_000,
  })
  return data?.items.map(({ name }) => name) ?? []
}

function useResources(text: string): readonly FoundResource[] {
  const { data } = useQuery({
    ...portalSearch<Page<FoundResource>>(text, 6),
    enabled: text !== '',
    staleTime: 60_000,
  })
  return text === '' ? [] : (data?.items ?? [])
}

interface CatalogueEntry {
  readonly key: string
  readonly title: string
}

function useErrors(text: string): readonly CatalogueEntry[] {
  const { i18n } = useTranslation()
  const { data } = useQuery({
    queryKey: ['/errors', text, i18n.language],
    queryFn: ({ signal }) =>
      ask<Page<CatalogueEntry>>('/errors', { query: { search: text }, signal }),
    enabled: text !== '',
    staleTime: Infinity,
  })
  return text === '' ? [] : (data?.items.slice(0, 6) ?? [])
}
