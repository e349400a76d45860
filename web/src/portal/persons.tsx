import type { PersonsInCharge } from './portal-answers.ts'
import { useTexts } from './texts.ts'

/** Whom to ask, in a line: maintainers, then contacts. */
export function PersonNames({ of }: { readonly of: PersonsInCharge }): React.ReactElement {
  const names = [...of.maintainers, ...of.contacts.map(({ name }) => name)]
  return <>{names.length === 0 ? '–' : names.join(', ')}</>
}

/** Whom to ask, with how to reach them. */
export function Persons({ of }: { readonly of: PersonsInCharge }): React.ReactElement {
  const say = useTexts()
  if (of.maintainers.length + of.contacts.length === 0) return <p>{say('nobodyInCharge')}</p>
  return (
    <ul className="persons-list">
      {of.maintainers.map((name) => (
        <li key={name}>
          <strong>{name}</strong> <span className="quiet">{say('maintainer')}</span>
        </li>
      ))}
      {of.contacts.map(({ name, email, phone, link }) => (
        <li key={`${name} ${email}`}>
          <strong>{name}</strong>{' '}
          {email === '' ? null : <a href={`mailto:${encodeURIComponent(email)}`}>{email}</a>}{' '}
          {phone === '' ? null : <a href={`tel:${phone.replaceAll(/[^\d+]/g, '')}`}>{phone}</a>}{' '}
          {isWebLink(link) ? <a href={link}>{link}</a> : link}
        </li>
      ))}
    </ul>
  )
}

/** Whoever writes a definition writes links: none of them may be a script. */
function isWebLink(link: string): boolean {
  return /^https?:\/\//i.test(link)
}
