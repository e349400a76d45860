import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'

export function NoPage(): React.ReactElement {
  const { t } = useTranslation()
  return (
    <p>
      {t('notFound')} <Link to="/overview">{t('overview')}</Link>
    </p>
  )
}
