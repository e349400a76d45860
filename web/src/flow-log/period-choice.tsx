import { NativeSelect } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { type Period, periods } from './flow-search.ts'

interface PeriodChoiceProps {
  readonly period: Period
  readonly choose: (period: Period) => void
}

const periodTexts = {
  '15m': 'last15m',
  '1h': 'last1h',
  '6h': 'last6h',
  '24h': 'last24h',
  '7d': 'last7d',
} as const

export function PeriodChoice({ period, choose }: PeriodChoiceProps): React.ReactElement {
  const { t } = useTranslation()
  const choices = Object.keys(periods) as Period[] // its keys
  return (
    <NativeSelect
      label={t('period')}
      value={period}
      onChange={(event) => choose(event.currentTarget.value as Period)} // one of them
      data={choices.map((value) => ({ value, label: t(periodTexts[value]) }))}
      w="14rem"
    />
  )
}
