import type { Finding } from './release-answers.ts'
import { placeOfFinding } from './part-place.ts'
import { PlaceLink } from './place-link.tsx'
import { useTexts } from './texts.ts'

/** What a preflight says, worst first: what stops a release, what may hurt somebody, what is worth knowing. */
interface FindingListProps {
  readonly gateway: string
  readonly findings: readonly Finding[]
}

const levels = [
  ['blocker', '✗', 'blockers'],
  ['warning', '!', 'warnings'],
  ['info', 'i', 'infos'],
] as const

export function FindingList({ gateway, findings }: FindingListProps): React.ReactElement {
  const say = useTexts()
  return (
    <>
      {levels.map(([level, sign, title]) => {
        const ofLevel = findings.filter((finding) => finding.level === level)
        if (ofLevel.length === 0) return null
        return (
          <section key={level} className="findings" data-level={level}>
            <h4 className="level" data-level={level}>
              <span aria-hidden="true">{sign}</span> {say(title, { count: ofLevel.length })}
            </h4>
            <ul>
              {ofLevel.map(({ key, path, sentence, advice }) => (
                <li key={`${key} ${path} ${sentence}`}>
                  {sentence} {advice === '' ? null : <strong>{advice}</strong>}{' '}
                  {path === '' ? null : (
                    <PlaceLink href={placeOfFinding(gateway, key, path)}>
                      <code>{path}</code>
                    </PlaceLink>
                  )}
                </li>
              ))}
            </ul>
          </section>
        )
      })}
    </>
  )
}
