import { diagnoseText } from '../../src/diagnosis/transcripts/diagnose-text.ts'
import type { Verdict } from '../../src/model/verdict.ts'
import { capturedResponses, textOf, type CapturedResponse } from './captured-response.ts'
import { isNamed, plainName } from './software-names.ts'

/** What one response came to. */
export interface Judged {
  readonly response: CapturedResponse
  readonly verdict: Verdict
  readonly layerRight: boolean
  readonly softwareRight: boolean
  /** Likely or surer, and wrong about the layer or the name. The one thing that must never happen. */
  readonly confidentlyWrong: boolean
}

export interface Score {
  readonly responses: number
  readonly programs: number
  /** Average per program, in percent. */
  readonly layerPercent: number
  readonly softwarePercent: number
  readonly confidentlyWrong: readonly Judged[]
}

/** Judges a response, or what became of it, by the same code as `faultline why -`. */
export function judged(response: CapturedResponse, text: string = textOf(response)): Judged {
  const { verdict } = diagnoseText(text)
  const layerRight = isLayerRight(verdict, response)
  const softwareRight = isSoftwareRight(verdict, response)
  const isConfident = ['likely', 'confirmed', 'certain'].includes(verdict.certainty)
  const isWrong =
    (!layerRight && saysLayer(verdict)) || (verdict.software !== null && !softwareRight)
  return {
    response,
    verdict,
    layerRight,
    softwareRight,
    confidentlyWrong: isConfident && isWrong,
  }
}

/** `backend` is "somebody behind the gateway": no layer is claimed. */
function saysLayer({ responder }: Verdict): boolean {
  return responder !== 'backend'
}

/** Where other programs write the same bytes, no layer is as right as that of any of them. */
function isLayerRight(verdict: Verdict, response: CapturedResponse): boolean {
  if (isAmbiguous(response) && !saysLayer(verdict)) return true
  if (verdict.responder === sideOf(response)) return true
  const others = response.ambiguous_with ?? []
  return others.some((name) => sides.get(plainName(name)) === verdict.responder)
}

/** A framework and an application server are both the service's side. */
function sideOf({ layer }: CapturedResponse): 'access_layer' | 'service' {
  return layer === 'access_layer' ? 'access_layer' : 'service'
}

const sides: ReadonlyMap<string, string> = new Map(
  capturedResponses('all').map((response) => [plainName(response.software), sideOf(response)]),
)

function isSoftwareRight({ software }: Verdict, response: CapturedResponse): boolean {
  const names = [response.software, ...(response.ambiguous_with ?? [])]
  if (response.author !== undefined) names.push(response.author)
  if (software === null) return isAmbiguous(response)
  return names.some((name) => isNamed(software, name))
}

function isAmbiguous({ ambiguous_with: others }: CapturedResponse): boolean {
  return others !== undefined && others.length > 0
}

export function scoreOf(all: readonly Judged[]): Score {
  const programs = Object.values(
    Object.groupBy(all, ({ response }) => plainName(response.software)),
  ).filter((group) => group !== undefined)
  return {
    responses: all.length,
    programs: programs.length,
    layerPercent: average(programs.map((group) => shareOf(group, ({ layerRight }) => layerRight))),
    softwarePercent: average(
      programs.map((group) => shareOf(group, ({ softwareRight }) => softwareRight)),
    ),
    confidentlyWrong: all.filter(({ confidentlyWrong }) => confidentlyWrong),
  }
}

function shareOf(group: readonly Judged[], isRight: (one: Judged) => boolean): number {
  return (100 * group.filter(isRight).length) / group.length
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
