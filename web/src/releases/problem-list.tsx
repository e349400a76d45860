import { Alert } from '@mantine/core'
import { sentencesOf } from '../frame/problem-sentences.ts'
import type { PartProblem } from '../gateways/use-edited-part.ts'
import { placeOf } from './part-place.ts'
import { PlaceLink } from './place-link.tsx'
import { useTexts } from './texts.ts'

/** What keeps a draft from being released; each leads to where it is put right. */
interface ProblemListProps {
  readonly gateway: string
  readonly problems: readonly PartProblem[]
}

/** The first are put right first. */
const mostShown = 50

export function ProblemList({ gateway, problems }: ProblemListProps): React.ReactElement {
  const say = useTexts()
  return (
    <Alert role="region" color="orange" my="sm" title={say('problems', { count: problems.length })}>
      <ul className="problems">
        {problems.slice(0, mostShown).map((problem) => (
          <li key={`${problem.part} ${problem.path} ${problem.message}`}>
            <PlaceLink href={placeOf(gateway, `${problem.part} ${problem.path}`)}>
              <code>
                {problem.part} {problem.path}
              </code>
            </PlaceLink>{' '}
            {sentencesOf(problem)}
          </li>
        ))}
      </ul>
      {problems.length > mostShown ? (
        <p>{say('moreProblems', { count: problems.length - mostShown })}</p>
      ) : null}
    </Alert>
  )
}
