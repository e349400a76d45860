import { roomTexts } from '../texts/room-texts.ts'
import { en } from './texts-en.ts'
import { zh } from './texts-zh.ts'

export const useTexts = roomTexts('resources', en, zh)
