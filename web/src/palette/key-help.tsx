import './palette.css'
import { Modal } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useTexts } from './texts.ts'

/** Which keys there are. */
export function KeyHelp({ close }: { readonly close: () => void }): React.ReactElement {
  const { t } = useTranslation()
  const say = useTexts()
  const keys: readonly (readonly [readonly string[], string])[] = [
    [['Ctrl', 'K'], say('openPalette')],
    [['g', 'h'], t('overview')],
    [['g', 'l'], t('flowLog')],
    [['g', 'd'], t('diagnose')],
    [['g', 'g'], t('gateways')],
    [['/'], say('search')],
    [['j', 'k'], say('rows')],
    [['Enter'], say('enter')],
    [['f'], say('only')],
    [['x'], say('without')],
    [['[', ']'], say('sameKind')],
    [['?'], say('help')],
    [['Esc'], say('escape')],
  ]
  return (
    <Modal
      opened
      onClose={close}
      title={say('keys')}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <dl className="keys">
        {keys.map(([names, does]) => (
          <div key={names.join(' ')}>
            <dt>
              {names.map((name) => (
                <kbd key={name}>{name}</kbd>
              ))}
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <p className="hint">{say('notWhileTyping')}</p>
    </Modal>
  )
}
