import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { PageHead } from '../frame/page-head.tsx'
import { RequestView } from './request-view.tsx'

/** One request, under an address that can be handed on. */
const route = getRouteApi('/r/$id')

export function RequestPage(): React.ReactElement {
  const { t } = useTranslation()
  const { id } = route.useParams()
  return (
    <>
      <PageHead title={t('requestTitle', { id })} />
      <RequestView id={id} />
    </>
  )
}
