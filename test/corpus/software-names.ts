/** Names of programs are compared without version, case, punctuation and packaging: `Apache/2.4.57` is
 *  `apache2`, `Ruby on Rails` is `rails`. What is listed as one is one program under several names;
 *  a framework and the library that writes its pages are one (Flask's are Werkzeug's). */
export function isNamed(software: string, name: string): boolean {
  return plainName(software) === plainName(name)
}

export function plainName(name: string): string {
  const bare = name
    .toLowerCase()
    .replace(/[ /](?:v|go)?\d[\w.:+~-]*$/, '') // nginx/1.22.1, werkzeug 2.2.2-3
    .replace(/ ?\(npm\)$/, '') // serve (npm)
    .replaceAll(/[^a-z0-9]/g, '')
  return sameProgram.find((names) => names.includes(bare))?.[0] ?? bare
}

const sameProgram: readonly (readonly string[])[] = [
  ['apache', 'apache2', 'httpd', 'apachehttpd', 'apachehttpserver', 'modproxy', 'apachemodproxy'],
  ['trafficserver', 'apachetrafficserver', 'ats'],
  ['rails', 'rubyonrails', 'actionpack'],
  ['djangorestframework', 'drf', 'restframework'],
  ['flask', 'werkzeug'],
  ['express', 'finalhandler', 'expressjs'],
  ['inets', 'erlanginetshttpd', 'inetshttpd'],
  ['pyramid', 'webob'],
  ['tomcat', 'apachetomcat', 'tomcat9', 'tomcat10'],
  ['jetty', 'jetty9', 'eclipsejetty'],
  ['springboot', 'spring', 'springmvc', 'springwebmvc'],
  ['springwebflux', 'webflux'],
  ['symfony', 'symfonyerrorhandler'],
  ['nestjs', 'nest'],
  ['nextjs', 'next'],
  ['twistedweb', 'twisted'],
  [
    'phpbuiltinserver',
    'phpdevelopmentserver',
    'phpcliserver',
    'phps',
    'phpcli',
    'phpbuiltin',
    'phpbuiltinwebserver',
  ],
  ['phpfpm', 'php'],
  ['mojolicious', 'mojo'],
  ['aspnetcore', 'kestrel'],
  ['cherrypy', 'cherrypy3'],
  ['wsgiref', 'pythonwsgiref'],
  ['varnish', 'varnishcache'],
  ['actixweb', 'actix'],
  ['feathers', 'feathersjs'],
  ['adonisjs', 'adonis'],
  ['koa', 'koajs'],
  ['socketio', 'engineio'],
  ['passenger', 'phusionpassenger'],
  [
    'jdkhttpserver',
    'comsunnethttpserver',
    'javahttpserver',
    'javajdkhttpserver',
    'sunhttpserver',
    'jwebserver',
  ],
  ['httpproxy', 'nodehttpproxy'],
  ['replyfrom', 'fastifyreplyfrom', 'fastifyhttpproxy'],
  ['nodehttp', 'node', 'nodejs'],
  ['gonethttp', 'nethttp', 'go'],
  ['pythonhttpserver', 'simplehttpserver'],
  ['bun', 'bunserve'],
  ['deno', 'denoserve'],
  ['busyboxhttpd', 'busybox'],
  ['ingressnginx', 'nginx'],
  ['graphqlyoga', 'yoga'],
  ['apolloserver', 'apollo'],
  ['aiohttp', 'aiohttpweb'],
  ['playframework', 'play'],
  ['vertx', 'eclipsevertx'],
  ['http4s', 'https4s'],
  ['hono', 'honojs'],
  ['cowboy', 'erlangcowboy'],
  ['hapi', 'hapihapi'],
  ['h3', 'nitro', 'unjsh3', 'nuxt'],
]
