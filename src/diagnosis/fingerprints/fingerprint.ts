import type { Bilingual } from '../../model/bilingual.ts'

/** What is known of one program that writes HTTP answers of its own. Data only: `identify.ts` reads
 *  it. Every family says where it was seen. */
export interface Fingerprint {
  /** As people call it: `nginx`, `Django REST framework`. */
  readonly software: string
  /** Who answers where this program wrote the text. */
  readonly layer: Layer
  /** It mostly stands on the way out of the caller's network, not in front of a service. */
  readonly isForwardProxy?: true
  /** Programs it runs on or inside of: their signs do not contradict it. */
  readonly builtOn?: readonly string[]
  /** Texts of its own, an empty one included. */
  readonly pages: readonly PageSign[]
  /** Supporting signs. None of them decides alone: header fields are forwarded, stripped and faked. */
  readonly headers?: readonly SupportingSign[]
}

/** `access_layer`: a proxy or web server in front; `service`: a framework or application server. */
export type Layer = 'access_layer' | 'service'

export interface PageSign {
  /** Completes "the body …", "响应体…". */
  readonly says: Bilingual
  readonly body: RegExp
  /** The body holds this too. */
  readonly also?: RegExp
  /** The pattern is of this member of a JSON object… */
  readonly member?: string
  /** …which has no other members than these. */
  readonly besides?: readonly string[]
  /** `strong`: a text or token of this product alone; `medium`: others could write the same. */
  readonly weight: 'strong' | 'medium'
  /** Only with these statuses. */
  readonly statuses?: readonly number[]
  /** Other programs that write the same text. */
  readonly sharedWith?: readonly string[]
  /** Of those that share it, nearly always this one: it is named, but as a possibility. */
  readonly mostly?: true
  /** The text alone may be a quotation, an imitation or nothing: all of these must agree. */
  readonly needs?: readonly HeadSign[]
  readonly meaning?: Meaning
}

/** A sign in the status line or in the header. */
export type HeadSign = FieldSign | OrderSign | PhraseSign | AbsenceSign | LengthSign

export type SupportingSign = HeadSign & { readonly weight: 'strong' | 'medium' | 'weak' }

export interface FieldSign {
  readonly name: string
  /** Matched against the value; absent: the field is there, whatever it holds. */
  readonly value?: RegExp
  /** The name is written exactly so: `Etag` is Go's spelling, `ETag` everybody else's. */
  readonly spelled?: true
}

/** All of these fields are there, in this order: a program writes its own fields always alike, and
 *  what a proxy adds or moves stands elsewhere. */
export interface OrderSign {
  readonly order: readonly string[]
  /** With nothing between them. */
  readonly adjacent?: true
}

/** The reason phrase, where the text shows one (HTTP/2 and flow records have none). */
export interface PhraseSign {
  readonly phrase: RegExp
}

export interface AbsenceSign {
  readonly lacks: readonly string[]
}

/** The Content-Length of a page that is not shown (HEAD, a text without its body): so many bytes, and
 *  twice the title, which is the status and the phrase. */
export interface LengthSign {
  readonly pageBytes: number
  /** The page ends in the text of the Server field. */
  readonly namesServer?: true
}

/** For answers without a body: the status line and the header are all there is to go by. */
export const emptyBody: RegExp = /^$/
export const noContent: FieldSign = { name: 'Content-Length', value: /^0$/ }

/** For texts that a page of success may quote or link to. */
export const errorStatuses: readonly number[] = Array.from(
  { length: 200 },
  (_, index) => 400 + index,
)

/** What a text says beyond its status, for the rules. */
export type Meaning =
  | 'plain_http_to_https'
  | 'client_certificate'
  | 'default_site'
  | 'head_too_large'
  | 'address_denied'
  | 'host_refused'
  | 'csrf'
  | 'route_not_found'
  | 'debug_page'
  | 'media_type'
  | 'no_upstream'
  | 'bad_gateway'
  | 'upstream_timeout'
  | 'blocked'
  | 'challenge' // for a browser
  | 'no_rule' // for the host or for the path
  | 'suspicious_request' // the Host, or something else about it
  | 'name_unknown'
  | 'own_limit'
