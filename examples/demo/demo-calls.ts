/** The calls that the demo suggests, each showing another verdict. */
export interface DemoCall {
  readonly title: string
  /** A line for a shell. */
  readonly command: string
  readonly status: number
  /** Key of the verdict that `faultline why` gives for this call. */
  readonly verdict: string
  /** One sentence: who answered, whose fault, who acts. */
  readonly expect: string
}

export function demoCalls(
  gatewayUrl: string,
  secret: string,
  hasNginx: boolean,
): readonly DemoCall[] {
  const shop = `${gatewayUrl}/api/shop/prod`
  return [
    ...callsToTheGateway(shop, secret),
    ...callsThatFailOnTheWay(shop),
    ...callsThatAreAnswered(shop),
    ...(hasNginx ? callsThroughNginx(shop) : []),
  ]
}

/** The gateway decides these by itself. */
function callsToTheGateway(shop: string, secret: string): readonly DemoCall[] {
  const own = credentials('demo-app', secret)
  return [
    {
      title: 'a good call',
      command: `curl -i ${own} ${shop}/orders/7`,
      status: 200,
      verdict: 'answered',
      expect: 'the service answered; nothing is wrong.',
    },
    {
      title: 'no credentials',
      command: `curl -i ${shop}/orders/7`,
      status: 400,
      verdict: 'app_missing',
      expect: 'the gateway answered; the caller forgot its identity.',
    },
    {
      title: 'a wrong secret',
      command: `curl -i ${credentials('demo-app', 'mistyped')} ${shop}/orders/7`,
      status: 400,
      verdict: 'app_secret_wrong',
      expect: 'the gateway answered; the caller must copy its secret again.',
    },
    {
      title: 'a path that does not exist',
      command: `curl -i ${own} ${shop}/order/7`,
      status: 404,
      verdict: 'resource_not_found',
      expect: 'the gateway answered and names the nearest path.',
    },
    {
      title: 'over the limit (the second call within the hour)',
      command: `curl -s -o /dev/null ${own} ${shop}/limited; curl -i ${own} ${shop}/limited`,
      status: 429,
      verdict: 'resource_rate_limited',
      expect: 'the gateway answered; the caller must wait.',
    },
  ]
}

/** No usable answer came from behind the gateway. */
function callsThatFailOnTheWay(shop: string): readonly DemoCall[] {
  return [
    {
      title: 'a service that nothing listens for',
      command: `curl -i ${shop}/archive`,
      status: 502,
      verdict: 'backend_refused',
      expect: 'the gateway answered; the owner of the backend must start it.',
    },
    {
      title: 'a name that does not exist',
      command: `curl -i ${shop}/moved`,
      status: 502,
      verdict: 'dns_not_found',
      expect: 'the gateway answered; its publisher configured a name that does not exist.',
    },
    {
      title: 'a service that is too slow',
      command: `curl -i ${shop}/report`,
      status: 504,
      verdict: 'backend_first_byte_timeout',
      expect: 'the gateway answered after 1 s of silence; the service is at fault.',
    },
    {
      title: 'a service that crashes',
      command: `curl -i -X POST -d amount=12 ${shop}/pay`,
      status: 502,
      verdict: 'backend_reset',
      expect: 'the gateway answered; the service reset the connection after taking the request.',
    },
    {
      title: 'an answer that breaks off',
      command: `curl -i ${shop}/export`,
      status: 200,
      verdict: 'backend_body_incomplete',
      expect: 'the service promised 1,000 bytes and sent fewer: status 200, and still its fault.',
    },
    {
      title: 'an expired certificate',
      command: `curl -i ${shop}/vault`,
      status: 502,
      verdict: 'tls_certificate_expired',
      expect: 'the gateway answered; the owner of the backend must renew the certificate.',
    },
  ]
}

/** Something behind the gateway answered, and the caller sees exactly that. */
function callsThatAreAnswered(shop: string): readonly DemoCall[] {
  return [
    {
      title: 'http configured, the service only knows https',
      command: `curl -i ${shop}/portal`,
      status: 308,
      verdict: 'https_redirect',
      expect: 'what lies behind the gateway answered; the publisher configured the wrong scheme.',
    },
    {
      title: 'the wrong content type',
      command: `curl -i -H 'Content-Type: application/json' -d '{}' ${shop}/invoices`,
      status: 415,
      verdict: 'service_media_type',
      expect: 'the service answered; the caller must send XML.',
    },
    {
      title: "a service that imitates the gateway's errors",
      command: `curl -i ${shop}/partner`,
      status: 400,
      verdict: 'backend_imitates_gateway',
      expect: 'the service answered, whatever its body claims; the mark is gone.',
    },
  ]
}

function callsThroughNginx(shop: string): readonly DemoCall[] {
  return [
    {
      title: "nginx's own 404",
      command: `curl -i ${shop}/stock/missing`,
      status: 404,
      verdict: 'access_layer_not_found',
      expect: 'the access layer answered; the service never saw the request.',
    },
    {
      title: "nginx's own 403",
      command: `curl -i ${shop}/stock/staff`,
      status: 403,
      verdict: 'access_layer_denied',
      expect: 'the access layer denies our address; ask for it to be allowed.',
    },
    {
      title: "nginx's own 502",
      command: `curl -i ${shop}/stock`,
      status: 502,
      verdict: 'access_layer_bad_gateway',
      expect: 'the access layer answered; the service behind it is down.',
    },
  ]
}

function credentials(code: string, secret: string): string {
  return `-H 'X-Bkapi-Authorization: {"bk_app_code": "${code}", "bk_app_secret": "${secret}"}'`
}
