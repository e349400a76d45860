/** What `faultline start` says where a setting, a port or the data folder is wrong: as `chineseSentences`,
 *  of rooms that know only English. */
export const startSentences: readonly (readonly [english: string, chinese: string])[] = [
  ['faultline: {}', 'faultline: {}'],
  // settings
  ['{}: "{}" is not a whole number from {} to {}.', '{}：“{}”不是 {} 到 {} 的整数。'],
  [
    '{}: "{}" is not HOST:PORT, like 127.0.0.1:8800, 0.0.0.0:80 or [::1]:8800.',
    '{}：“{}”不是 HOST:PORT，写法如 127.0.0.1:8800、0.0.0.0:80 或 [::1]:8800。',
  ],
  [
    '{}: "{}" is no address or network, like 10.0.0.0/8, 192.0.2.7 or fd00::/8.',
    '{}：“{}”不是地址或网段，写法如 10.0.0.0/8、192.0.2.7 或 fd00::/8。',
  ],
  [
    '{}: "{}" is no address, like 192.0.2.53, 192.0.2.53:5353 or [fd00::53]:53.',
    '{}：“{}”不是地址，写法如 192.0.2.53、192.0.2.53:5353 或 [fd00::53]:53。',
  ],
  [
    '{}: "{}" must begin with {gateway} and a dot, like {gateway}.example.com.',
    '{}：“{}”必须以 {gateway} 和一个点开头，例如 {gateway}.example.com。',
  ],
  [
    '{}: "{}" must begin with a letter and hold only letters, digits and . - _ : /.',
    '{}：“{}”必须以字母开头，且只含字母、数字和 . - _ : /。',
  ],
  [
    '{}: "{}" must be 1 to 128 letters, digits, dots, colons, - and _.',
    '{}：“{}”必须是 1 到 128 个字母、数字、点、冒号、- 和 _。',
  ],
  [
    '{}: "{}" is no http or https address, like https://faultline.example.com.',
    '{}：“{}”不是 http 或 https 地址，写法如 https://faultline.example.com。',
  ],
  ['{}: "{}" must be true or false.', '{}：“{}”必须是 true 或 false。'],
  ['{}: "{}" must be text or json.', '{}：“{}”必须是 text 或 json。'],
  ['{}: "{}" must be administrators or everyone.', '{}：“{}”必须是 administrators 或 everyone。'],
  [
    '{}: must be 20 to 512 printable ASCII characters without spaces.',
    '{}：必须是 20 到 512 个可打印的 ASCII 字符，不含空格。',
  ],
  [
    '{}: must be an address like postgres://user@host:5432/name.',
    '{}：必须是类似 postgres://user@host:5432/name 的地址。',
  ],
  [
    '{}: "{}" is no e-mail address, like faultline@example.com.',
    '{}：“{}”不是电子邮件地址，写法如 faultline@example.com。',
  ],
  [
    '{}: must be an address like smtp://user:password@host:587 or smtps://host, or @/path of a file that holds one.',
    '{}：必须是类似 smtp://user:password@host:587 或 smtps://host 的地址，或 @/path（内容为该地址的文件）。',
  ],
  [
    'FAULTLINE_SMTP_URL names a mail server, but nobody says who mail comes from: set --smtp-from.',
    'FAULTLINE_SMTP_URL 设置了邮件服务器，但没有设置发件人：请设置 --smtp-from。',
  ],
  [
    '{}: "{}" is no https address, like https://login.example.com/realms/company.',
    '{}：“{}”不是 https 地址，写法如 https://login.example.com/realms/company。',
  ],
  ['{}: the file {} cannot be read.', '{}：文件 {} 无法读取。'],
  ['{}: "{}" must hold openid.', '{}：“{}”必须包含 openid。'],
  [
    'FAULTLINE_OIDC_ISSUER needs FAULTLINE_OIDC_CLIENT_ID: what this server is called there.',
    '设置 FAULTLINE_OIDC_ISSUER 时还需要 FAULTLINE_OIDC_CLIENT_ID：本服务在那里的客户端名称。',
  ],
  ['{}: must not be empty.', '{}：不能为空。'],
  [
    '--tls-certificate and --tls-key belong together: name both files or neither.',
    '--tls-certificate 和 --tls-key 必须同时设置或都不设置。',
  ],
  [
    '--console {} can be reached from other machines: choose a management token of at least 20 characters and set it as FAULTLINE_ADMIN_TOKEN, or listen on 127.0.0.1.',
    '--console {} 可从其他机器访问：请用 FAULTLINE_ADMIN_TOKEN 设置至少 20 个字符的管理令牌，或改为监听 127.0.0.1。',
  ],
  [
    '--listen and --console are both {} port {}: give them different ports.',
    '--listen 和 --console 都是 {} 的端口 {}：请使用不同的端口。',
  ],
  // ports and certificates
  [
    '{} is in use by another program. Stop that one, or choose another port.',
    '{} 被其他程序占用。请停止它，或选择其他端口。',
  ],
  [
    '{} may not be used by this user: ports below 1024 need a privilege. Choose a higher port.',
    '当前用户不能使用 {}：1024 以下的端口需要特权。请选择更大的端口。',
  ],
  [
    '{} is no address of this machine. Choose 127.0.0.1, 0.0.0.0, or an address of it.',
    '{} 不是本机的地址。请选择 127.0.0.1、0.0.0.0 或本机的地址。',
  ],
  [
    '{}: the host name is unknown. Write an address, like 127.0.0.1:8800.',
    '{}：主机名无法解析。请写地址，例如 127.0.0.1:8800。',
  ],
  [
    '{} cannot be listened on ({}). Choose another address or port.',
    '无法监听 {}（{}）。请选择其他地址或端口。',
  ],
  [
    '--tls-certificate {} and --tls-key {} do not fit together or are not PEM ({}). Check both files.',
    '--tls-certificate {} 与 --tls-key {} 不匹配，或不是 PEM（{}）。请检查这两个文件。',
  ],
  ['--tls-{} {} cannot be read ({}).', '--tls-{} {} 无法读取（{}）。'],
  // the data folder
  [
    'The folder {} holds other files and was never a data folder of Faultline. Choose an empty or new one with --data.',
    '目录 {} 中有其他文件，且从来不是 Faultline 的数据目录。请用 --data 选择空目录或新目录。',
  ],
  [
    'The data folder {} is in use by another Faultline. Stop that one, or choose another folder with --data.',
    '数据目录 {} 正被另一个 Faultline 使用。请停止它，或用 --data 选择其他目录。',
  ],
  [
    'The state file {} cannot be used: it is not JSON. Restore it from a backup, or move it away and apply the definitions again.',
    '状态文件 {} 无法使用：不是 JSON。请从备份恢复，或移走它并重新应用定义。',
  ],
  [
    'The key file {} holds no private key. Restore it from a backup, or move it away: a new key is made, and backends must fetch its public half again.',
    '密钥文件 {} 中没有私钥。请从备份恢复，或移走它：会生成新密钥，后端须重新获取公钥。',
  ],
  [
    'The database is of a newer Faultline: its tables are of version {}, this one knows {}. Start the newer one, or restore a backup that was made before it.',
    '数据库属于更新版本的 Faultline：其表的版本是 {}，当前程序只认识到 {}。请启动新版本，或恢复在它之前做的备份。',
  ],
  [
    'The database is damaged: release {} of {} is not what its hash says. Restore it from a backup.',
    '数据库已损坏：{} 号发布（{}）与其哈希不符。请从备份恢复。',
  ],
  [
    'The database was changed by another Faultline since this one read it. Let only one use it; start this one again to read what is there now.',
    '数据库在读取之后被另一个 Faultline 改动。请只让一个 Faultline 使用它；重新启动本程序以读取当前内容。',
  ],
  [
    'There is no {} to keep. Name the data folder of a server with --data.',
    '没有可保存的 {}。请用 --data 指定某个服务的数据目录。',
  ],
  ['The backup {} is there already. Choose another name.', '备份 {} 已存在。请换一个名称。'],
  [
    'The backup {} cannot be written ({}). Free some space, or choose another place.',
    '备份 {} 无法写入（{}）。请腾出空间，或选择其他位置。',
  ],
  [
    'The backup {} could not be put into {} ({}). Free some space there and restore it again.',
    '无法把备份 {} 放入 {}（{}）。请在那里腾出空间后再次恢复。',
  ],
  ['There is no backup {}.', '没有备份 {}。'],
  [
    'The file {} is no backup of Faultline. Name one that "faultline backup" wrote.',
    '文件 {} 不是 Faultline 的备份。请指定由 faultline backup 写出的文件。',
  ],
  [
    'The backup {} is damaged; nothing was restored. Take another one, or another copy of it.',
    '备份 {} 已损坏；未恢复任何内容。请换一个备份，或换一份副本。',
  ],
  [
    'A restore into {} did not come to its end. Run "faultline restore" again.',
    '对 {} 的恢复没有完成。请再次运行 faultline restore。',
  ],
  ['The data folder {}', '数据目录 {}'],
  ['The state file {}', '状态文件 {}'],
  ['The database file {}', '数据库文件 {}'],
  ['The database {}', '数据库 {}'],
  ['The lock file {}', '锁文件 {}'],
  ['The key file {}', '密钥文件 {}'],
  ['The file {}', '文件 {}'],
  [
    '{} cannot be written: the disk is full ({}). Free some space, or choose another folder with --data.',
    '{} 无法写入：磁盘已满（{}）。请腾出空间，或用 --data 选择其他目录。',
  ],
  [
    '{} is locked by another program ({}). End that one, or wait until it has.',
    '{} 被其他程序锁住（{}）。请结束该程序，或等它结束。',
  ],
  [
    '{} is damaged ({}). Restore it from a backup (faultline restore), or move it away and apply the definitions again.',
    '{} 已损坏（{}）。请从备份恢复（faultline restore），或移走它并重新应用定义。',
  ],
  [
    '{} cannot be reached ({}). Check that PostgreSQL runs there, and the address of --database.',
    '{} 无法连接（{}）。请检查 PostgreSQL 是否在那里运行，以及 --database 的地址。',
  ],
  [
    '{} does not accept this user and password ({}). Correct them in FAULTLINE_DATABASE.',
    '{} 不接受该用户名和密码（{}）。请在 FAULTLINE_DATABASE 中更正。',
  ],
  [
    '{} does not exist ({}). Create it with createdb, or name another with --database.',
    '{} 不存在（{}）。请用 createdb 创建，或用 --database 指定其他数据库。',
  ],
  [
    '{} may not be used by this user ({}). Make the user its owner.',
    '{} 不允许该用户使用（{}）。请让该用户成为其所有者。',
  ],
  [
    '{} is read-only ({}). Name the primary server with --database.',
    '{} 是只读的（{}）。请用 --database 指定主服务器。',
  ],
  [
    '{} has no room left ({}). Free some space on its server.',
    '{} 没有剩余空间（{}）。请在其服务器上腾出空间。',
  ],
  [
    '{} cannot be used ({}). The log of PostgreSQL says more.',
    '{} 无法使用（{}）。PostgreSQL 的日志有更多说明。',
  ],
  [
    '{} may not be used by this user ({}). Change its owner, or choose another folder with --data.',
    '{} 不允许当前用户使用（{}）。请更改其所有者，或用 --data 选择其他目录。',
  ],
  [
    '{} is on a read-only file system ({}). Choose another folder with --data.',
    '{} 在只读文件系统上（{}）。请用 --data 选择其他目录。',
  ],
  [
    '{} is below a file, or is one itself ({}). Choose another folder with --data.',
    '{} 位于文件之下，或本身就是文件（{}）。请用 --data 选择其他目录。',
  ],
  [
    '{} cannot be opened: too many open files ({}). Raise the limit (ulimit -n).',
    '{} 无法打开：打开的文件太多（{}）。请调高上限（ulimit -n）。',
  ],
  [
    '{} cannot be used ({}). Choose another folder with --data.',
    '{} 无法使用（{}）。请用 --data 选择其他目录。',
  ],
]
