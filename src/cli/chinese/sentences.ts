/** What a command says when it cannot do its work, by its English text: `{}` stands for any words, which
 *  stay as they are, in this order. The first that fits is taken. Server and definitions say theirs in
 *  English; those are not here. */
export const chineseSentences: readonly (readonly [english: string, chinese: string])[] = [
  // token
  ['It is 1d to 366d, like 90d.', '应为 1d 到 366d，例如 90d。'],
  [
    'There is no such token. {} shows all that you may revoke.',
    '没有这个令牌。{} 显示你可以吊销的所有令牌。',
  ],
  // commander: usage
  ["error: missing required argument '{}'", '错误：缺少必需的参数 {}'],
  ["error: option '{}' argument missing", '错误：选项 {} 缺少参数'],
  ["error: required option '{}' not specified", '错误：必须给出选项 {}'],
  ["error: option '{}' cannot be used with option '{}'", '错误：选项 {} 不能与选项 {} 一起使用'],
  [
    'The control state is in PostgreSQL (FAULTLINE_DATABASE): keep it with pg_dump, and copy keys/ and instance-id of the data folder.',
    '控制状态在 PostgreSQL 中（FAULTLINE_DATABASE）：请用 pg_dump 保存它，并复制数据目录中的 keys/ 和 instance-id。',
  ],
  [
    "error: option '{}' argument '{}' is invalid. Allowed choices are {}.",
    '错误：选项 {} 的参数“{}”无效，可选：{}。',
  ],
  ["error: option '{}' argument '{}' is invalid. {}", '错误：选项 {} 的参数“{}”无效。{}'],
  [
    "error: option '{}' value '{}' from env '{}' is invalid. {}",
    '错误：选项 {} 的值“{}”（来自环境变量 {}）无效。{}',
  ],
  [
    "error: command-argument value '{}' is invalid for argument '{}'. {}",
    '错误：“{}”不能作为参数 {}。{}',
  ],
  ["error: unknown option '{}'; {}", '错误：没有选项 {}；{}'],
  ['see {}', '请看 {}'],
  ["error: unknown option '{}'", '错误：没有选项 {}'],
  [
    "error: too many arguments for '{}'. Expected {} arguments but got {}: {}.",
    '错误：{} 的参数过多，应为 {} 个，实际 {} 个：{}。',
  ],
  [
    "error: too many arguments for '{}'. Expected {} argument but got {}: {}.",
    '错误：{} 的参数过多，应为 {} 个，实际 {} 个：{}。',
  ],
  [
    'error: too many arguments. Expected {} arguments but got {}: {}.',
    '错误：参数过多，应为 {} 个，实际 {} 个：{}。',
  ],
  [
    'error: too many arguments. Expected {} argument but got {}: {}.',
    '错误：参数过多，应为 {} 个，实际 {} 个：{}。',
  ],
  ["error: unknown command '{}'", '错误：没有命令 {}'],
  ['(Did you mean {}?)', '（是不是 {}？）'],
  ['(Did you mean one of {}?)', '（是不是其中之一：{}？）'],
  ['Add --help to see what it takes.', '加上 --help 可查看用法。'],
  // import
  [
    'It needs 3 to 30 lower-case letters, digits and "-", beginning with a letter.',
    '应为 3 到 30 个小写字母、数字和“-”，以字母开头。',
  ],
  // app
  ['The server answered something else than a secret.', '服务返回的不是密钥。'],
  // a server
  [
    'No answer from {} ({}). Is "faultline start" running there? Another address: --server URL or FAULTLINE_SERVER.',
    '{} 没有响应（{}）。那里在运行 "faultline start" 吗？其他地址：--server URL 或 FAULTLINE_SERVER。',
  ],
  ['no answer in time', '超时没有响应'],
  ['The server sends you to {}: use it as --server.', '服务让你转到 {}：请把它用作 --server。'],
  [
    'The server sends you to another page, {}: --server is the address of the console itself.',
    '服务让你转到另一个页面 {}：--server 应为控制台本身的地址。',
  ],
  [
    "{} wants a management token: set FAULTLINE_TOKEN, or name the server's data folder with --data.",
    '{} 需要管理令牌：请设置 FAULTLINE_TOKEN，或用 --data 指出该服务的数据目录。',
  ],
  [
    '{} refused the management token: set FAULTLINE_TOKEN to a valid one.',
    '{} 拒绝了管理令牌：请把 FAULTLINE_TOKEN 设为有效的令牌。',
  ],
  [
    '"{}" is no server address; it looks like http://127.0.0.1:8801.',
    '“{}”不是服务地址；写法如 http://127.0.0.1:8801。',
  ],
  ['The server answered with status {}.', '服务返回了状态码 {}。'],
  [
    'The server has no management API there. --server is the console address, mostly port 8801.',
    '该地址上没有管理 API。--server 应为控制台地址，端口通常是 8801。',
  ],
  [
    'No flow record has the request id {}: it is mistyped, older than the log, or of another server.',
    '没有请求 ID 为 {} 的流水记录：可能写错了，早于日志保留的时间，或属于另一个服务。',
  ],
  [
    'The server answered something else than a flow record. Is it a Faultline of this version?',
    '服务返回的不是流水记录。它是同一版本的 Faultline 吗？',
  ],
  [
    '"{}" is no gateway name: 3 to 30 lower-case letters, digits and "-", a letter first.',
    '“{}”不是网关名称：应为 3 到 30 个小写字母、数字和“-”，以字母开头。',
  ],
  ['The server answered something else than a definition.', '服务返回的不是定义。'],
  // why
  [
    'The text is empty: paste a response, or give a request id.',
    '内容为空：请粘贴响应，或给出请求 ID。',
  ],
  [
    '{} is larger than 64 MiB: cut out the exchange that failed.',
    '{} 大于 64 MiB：请只截取失败的那次交互。',
  ],
  ['Standard input', '标准输入'],
  [
    '{} cannot be read ({}): check its permissions, or paste it: faultline why -',
    '{} 无法读取（{}）：请检查其权限，或粘贴内容：faultline why -',
  ],
  ['There is no file "{}", and it is no request id.', '没有文件“{}”，它也不是请求 ID。'],
  // logs
  ['error: --{} and --{} are two views; take one', '错误：--{} 和 --{} 是两种视图，请选一个'],
  [
    'error: --by goes with --histogram or --percentiles',
    '错误：--by 要与 --histogram 或 --percentiles 一起用',
  ],
  [
    'error: --histogram takes a step such as 30s, 5m, 1h or 1d',
    '错误：--histogram 的步长应如 30s、5m、1h 或 1d',
  ],
  [
    'error: --percentiles takes request_duration or backend_duration; --by takes any field',
    '错误：--percentiles 只接受 request_duration 或 backend_duration；--by 可接受任何字段',
  ],
  [
    'error: --follow goes with the list or with --histogram',
    '错误：--follow 要与列表或 --histogram 一起用',
  ],
  [
    'error: --follow goes on without an end; leave out --to',
    '错误：--follow 会一直持续，请去掉 --to',
  ],
  [
    'error: say one of --parquet FILE, --csv FILE and --ndjson FILE',
    '错误：请写 --parquet FILE、--csv FILE、--ndjson FILE 之一',
  ],
  [
    'Names of fields with commas between them, like key,app_code.',
    '应为字段名，多个之间用逗号，例如 key,app_code。',
  ],
  ['It is a whole number from {} to {}.', '应为 {} 到 {} 的整数。'],
  [
    'A time looks like 15m, 2h, 1d (ago) or 2026-11-22T08:00:00Z.',
    '时间写法如 15m、2h、1d（之前）或 2026-11-22T08:00:00Z。',
  ],
  ['{} Stopped; {}.', '{}已停止，{}。'],
  ['Stopped; {}.', '已停止，{}。'],
  ['{} has sent nothing more for {} s.', '{} 已有 {} 秒没有再发送内容。'],
  ['nothing was written', '没有写入任何内容'],
  ['{} whole record went to standard output', '已向标准输出写入 {} 条完整的记录'],
  ['{} whole records went to standard output', '已向标准输出写入 {} 条完整的记录'],
  [
    '{} bytes of a Parquet file that nothing can read went to standard output',
    '已向标准输出写入 {} 字节，这个 Parquet 文件不完整，无法读取',
  ],
  ['{} cannot be written: {}.', '{} 无法写入：{}。'],
  ['The export broke off; {}. Is the server still running?', '导出中断，{}。服务还在运行吗？'],
  // call
  ['It is a number of seconds, above 0 and at most {}.', '应为秒数，大于 0，最多 {}。'],
  ['It is HOST:PORT:ADDRESS[,ADDRESS].', '写法为 HOST:PORT:ADDRESS[,ADDRESS]。'],
  ['It is an address, or ADDRESS:PORT.', '应为地址，或 ADDRESS:PORT。'],
  ['-H {}: a header is "Name: value".', '-H {}：请求头的写法是 "Name: value"。'],
  ['-H {}: the value has a line end or a NUL in it.', '-H {}：值中有换行或 NUL。'],
  [
    '-H {} and --app or --token-env exclude each other: which of them is meant?',
    '-H {} 与 --app、--token-env 互斥：以哪个为准？',
  ],
  [
    '--cacert {}: there is no certificate in PEM form in it.',
    '--cacert {}：其中没有 PEM 格式的证书。',
  ],
  [
    '{}: a byte that is not UTF-8. Save the file as UTF-8.',
    '{}：这里有一个不是 UTF-8 的字节。请把文件存为 UTF-8 编码。',
  ],
  ['{}: there is no such file.', '{}：没有这个文件。'],
  ['{}: it cannot be read ({}).', '{}：无法读取（{}）。'],
  ['{}: it is a folder; name the files in it.', '{}：这是一个目录，请写出其中的文件。'],
  ['{}: this user may not read it.', '{}：当前用户无权读取。'],
  ['{}: it is larger than {} MiB.', '{}：大于 {} MiB。'],
  ['{}: the file cannot be written{}.', '{}：文件无法写入{}。'],
  [
    '--secret-env needs --app: whose secret is it?',
    '--secret-env 需要 --app：这是哪个应用的密钥？',
  ],
  ['{}: the environment variable {} is not set.', '{}：没有设置环境变量 {}。'],
  [
    '--token-env {}: it is NAME or FIELD=NAME, with access_token, bk_token or jwt for FIELD.',
    '--token-env {}：写法为 NAME 或 FIELD=NAME，FIELD 为 access_token、bk_token 或 jwt。',
  ],
  [
    '"{}" is one word too many: faultline call [METHOD] URL. Quote what holds blanks.',
    '多了一个词“{}”：faultline call [METHOD] URL。含空格的内容请加引号。',
  ],
  [
    '{} of which address? faultline call [METHOD] URL.',
    '{} 哪个地址？faultline call [METHOD] URL。',
  ],
  ['The method is given twice: {} and -X {}.', '请求方法写了两次：{} 和 -X {}。'],
  [
    '"{}" is no method: faultline call [METHOD] URL.',
    '“{}”不是请求方法：faultline call [METHOD] URL。',
  ],
  [
    'CONNECT opens a tunnel through a proxy, which this command does not.',
    'CONNECT 用于通过代理建立隧道，本命令不支持。',
  ],
  [
    '"{}" is no address. Write it as http://HOST[:PORT]/PATH.',
    '“{}”不是地址。写法为 http://HOST[:PORT]/PATH。',
  ],
  ['{}// is neither http:// nor https://.', '{}// 既不是 http:// 也不是 https://。'],
  ['-d and --data-json exclude each other.', '-d 与 --data-json 互斥。'],
]
