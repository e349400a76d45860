/** What is known of one program that writes HTTP answers of its own. Data only: `identify.ts` reads
 *  it. Every entry says where it was seen, in the words its evidence will use. */
export interface Fingerprint {
  /** As people call it: `nginx`, `Django REST framework`. */
  readonly software: string
  /** Who answers where this program wrote the text. */
  readonly layer: Layer
  /** Programs it runs on or inside of: their signs do not contradict it. */
  readonly builtOn?: readonly string[]
  /** Texts of its own. */
  readonly pages: readonly PageSign[]
  /** Supporting signs. None of them decides alone: header fields are forwarded, stripped and faked. */
  readonly headers?: readonly HeaderSign[]
}

/** `access_layer`: a proxy or web server in front; `service`: a framework or application server. */
export type Layer = 'access_layer' | 'service'

export interface PageSign {
  /** Completes "the body …". */
  readonly says: string
  readonly body: RegExp
  /** `strong`: a text or token of this product alone; `medium`: others could write the same. */
  readonly weight: 'strong' | 'medium'
  /** Only with these statuses. */
  readonly statuses?: readonly number[]
  /** Other programs that write the same text. */
  readonly sharedWith?: readonly string[]
  /** The text alone may be a quotation or an imitation: these header fields must agree. */
  readonly needs?: readonly HeaderSign[]
  readonly meaning?: Meaning
}

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

export interface HeaderSign {
  readonly name: string
  /** Matched against the value; absent: the field is there, whatever it holds. */
  readonly value?: RegExp
  readonly weight: 'strong' | 'medium' | 'weak'
}
