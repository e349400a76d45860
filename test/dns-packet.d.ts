/** The part of dns-packet that dns-server.ts uses; the package brings no types. */
declare module 'dns-packet' {
  export interface Question {
    readonly name: string
    readonly type: string
  }
  export interface Answer {
    readonly name: string
    readonly type: string
    readonly ttl: number
    readonly data: string
  }
  export interface Packet {
    readonly id?: number
    readonly type: 'query' | 'response'
    readonly flags?: number
    readonly questions: readonly Question[]
    readonly answers?: readonly Answer[]
  }
  export const RECURSION_DESIRED: number
  export const RECURSION_AVAILABLE: number
  export const TRUNCATED_RESPONSE: number
  export function decode(bytes: Uint8Array): Packet
  export function encode(packet: Packet): Buffer
  export function streamDecode(bytes: Uint8Array): Packet
  export function streamEncode(packet: Packet): Buffer
}
