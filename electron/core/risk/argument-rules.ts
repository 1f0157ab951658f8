import type { Severity } from '../../../shared/model/risk.js';

/** What arguments of a call can be dangerous for, shown with the question; never a reason to refuse by itself. */
export interface ArgumentRule {
  readonly id: string;
  readonly says: string;
  readonly severity: Severity;
  readonly weight: number;
  readonly pattern: RegExp;
}

// hosts that answer only because the request comes from inside (RFC 1918, 3927, 6890; cloud metadata), in odd notations too
const innerHost =
  '(?:localhost|127(?:\\.\\d{1,3}){1,3}|0\\.0\\.0\\.0|0|10(?:\\.\\d{1,3}){3}|192\\.168(?:\\.\\d{1,3}){2}|172\\.(?:1[6-9]|2\\d|3[01])(?:\\.\\d{1,3}){2}|169\\.254(?:\\.\\d{1,3}){2}|0x[0-9a-f]{8}|\\d{8,10}|0\\d{3,}(?:\\.\\d+)*|\\[(?:::1?|::ffff:[\\w.:]+|f[cd][\\w:]*|fe80[\\w:%]*)\\]|[\\w.-]*(?:\\.internal|\\.local|\\.localdomain|\\.svc|\\.cluster\\.local|\\.nip\\.io|\\.sslip\\.io|\\.xip\\.io)|metadata(?:\\.\\w+)*)';

/** Patterns over the folded text of an argument (lower case). All are anchored on literals, so they stay linear. */
export const argumentRules: readonly ArgumentRule[] = [
  {
    id: 'inner-address',
    severity: 'critical',
    weight: 10,
    says: "asks a cloud's metadata service, which hands out credentials",
    pattern: /169\.254\.169\.254|metadata\.google\.internal|100\.100\.100\.200|fd00:ec2::254/,
  },
  {
    id: 'inner-address',
    severity: 'high',
    weight: 8,
    says: 'points at an address inside this machine or network',
    pattern: new RegExp(`\\b(?:https?|ftp|wss?)://(?:[^\\s/@]{1,60}@)?${innerHost}(?=[:/?#\\s"']|$)`),
  },
  {
    id: 'odd-scheme',
    severity: 'high',
    weight: 8,
    says: 'uses an address scheme that reaches more than web pages',
    pattern: /\b(?:gopher|dict|ldap|ldaps|tftp|jar|netdoc|phar|expect|php):\/\/|\bfile:\/\/\/(?!\s)|\bjar:https?:/,
  },
  {
    id: 'secret-place',
    severity: 'high',
    weight: 10,
    says: 'names a place where secrets are kept',
    pattern:
      /(?:^|[\s"'=:/\\~])(?:\.ssh(?:\/|\\|$)|\.aws\/(?:credentials|config)|\.gnupg|\.kube\/config|\.docker\/config\.json|\.netrc|\.npmrc|\.pgpass|\.git-credentials|\.env(?!\.(?:example|sample|template|dist))(?:\.\w+)?(?=$|["'\s])|id_(?:rsa|ed25519|ecdsa|dsa)\b|etc\/(?:passwd|shadow|sudoers)(?![\w-])|etc\/kubernetes\/\w+\.conf|\.config\/gcloud|kubernetes\.io\/serviceaccount|proc\/(?:self|\d+)\/(?:environ|mem)|system32[\\/]+config[\\/]+(?:sam|system|security)\b|credentials\.json|login data|cookies\.sqlite|wallet\.dat)/,
  },
  {
    id: 'path-traversal',
    severity: 'high',
    weight: 8,
    says: 'climbs out of its folder',
    pattern: /(?:\.\.[/\\]){2,}|(?:%2e%2e(?:%2f|%5c|\/)){2,}|\.\.%2f|%252e%252e/,
  },
  {
    id: 'shell-characters',
    severity: 'high',
    weight: 8,
    says: 'chains a command behind a value',
    pattern:
      /(?:;|&&|\|\||\||`|\$\()\s{0,4}(?:curl|wget|bash|sh|nc|ncat|rm|cat|python\d?|perl|powershell|eval|chmod|chown|base64)\b|(?:(?:^|[^\s(]|[;&|=]\s)`|\$\()\s{0,4}(?:id|whoami|env|printenv|uname|hostname|ls|pwd|touch|sleep)(?:\s{1,3}[\w./-]{1,30}){0,3}\s{0,3}[`)]|`(?:id|whoami|env|uname|hostname|ls|pwd)`[\w@/-]/,
  },
  {
    id: 'query-injection',
    severity: 'high',
    weight: 8,
    says: 'breaks out of a query or destroys what it asks',
    pattern:
      /\bor\s{1,4}(\d{1,6})\s{0,3}=\s{0,3}\1(?!\d)|['"]\s{0,4}or\s{1,4}['"]?\w{0,10}['"]?\s{0,3}=\s{0,3}['"]?\w{0,10}|\bunion\s{1,5}(?:all\s{1,5})?select\b(?=[^\n]{0,120}\b(?:from|null)\b|\s{1,5}[\w'"*@(]{1,20}\s{0,3},)|['"]\s{0,3}(?:--|#)\s{0,3}$|;\s{0,4}(?:drop|truncate|delete|alter)\s{1,5}(?:table|database|from)\b|(?:^|["';]\s{0,4})drop\s{1,5}(?:table|database|schema)\s{1,5}[\w.`"[\]]{1,60}\s{0,3}(?:;|--|$|["'}])/,
  },
  {
    id: 'template-injection',
    severity: 'high',
    weight: 8,
    says: 'carries code for a template or an object reader',
    pattern:
      /__(?:class|globals|init|import|builtins|subclasses)__|\{\{[^}]{0,80}(?:popen|import|exec|eval|config\.)|\$\{jndi:|\bo:\d{1,3}:"[^"]{1,60}":\d|!!(?:python|ruby|java)\b|\bconstructor\.constructor\b|\{\{\s{0,3}\d{1,4}\s{0,3}\*\s{0,3}\d{1,4}\s{0,3}\}\}|[$#]\{\s{0,3}\d{1,4}\s{0,3}\*\s{0,3}\d{1,4}\s{0,3}\}|<%=?[^%]{0,60}\b(?:system|exec|eval|file)\b|\bro0ab[\w+/]{10}|"gas[vh][\w+/]{12}|\bjava\.lang\.(?:runtime|processbuilder)|\bgetruntime\(\)|__proto__|"constructor"\s{0,3}:\s{0,3}\{\s{0,3}"prototype"/,
  },
  {
    id: 'secret-reference',
    severity: 'high',
    weight: 8,
    says: 'would put a secret of the environment into the call',
    pattern:
      /\b(?:printenv|getenv\()\W{0,4}\w{0,30}(?:secret|token|password|key)|\$\{?(?:[a-z0-9_]{0,40}(?:secret|token|password|passwd|api_?key|access_?key|private_?key|credential)[a-z0-9_]{0,40})\b|%(?:[a-z0-9_]{0,30}(?:secret|token|password|key))%/,
  },
  {
    id: 'rights-raised',
    severity: 'high',
    weight: 6,
    says: 'asks for administrator rights',
    pattern:
      /["']?\b(?:role|user_?type|access_?level|permission|privilege)s?["']?\s{0,2}[=:]\s{0,2}["']?(?:admin(?:istrator)?|root|superuser|owner|sudo)(?![\w-])|["']?scopes?["']?\s{0,2}[=:]\s{0,2}\[?\s{0,2}["'](?:admin\b|\*["'])|["']?permissions?["']?\s{0,2}[=:]\s{0,2}\[?\s{0,2}["']\*["']|\b(?:(?:is_?)?(?:admin|superuser|staff|root)|sudo)["']?\s{0,2}[=:]\s{0,2}["']?(?:true|1)\b/,
  },
  {
    id: 'odd-value',
    severity: 'high',
    weight: 6,
    says: 'carries an operator or an option where a value belongs',
    pattern:
      /%00|\u0000|"\$(?:where|function)"\s{0,3}:|"\$(?:gt|ne|nin)"\s{0,3}:\s{0,3}(?:""|null\b)|"(?:pass\w{0,10}|user\w{0,6}|token|e?mail|login|pin)"\s{0,3}:\s{0,3}\{\s{0,3}"\$(?:ne|gt|regex|exists)"|\)\)?\([|&]|\*\)\s{0,3}\(|(?:^|["'\s])-o?(?:proxycommand|-upload-pack|-exec|-checkpoint-action)=|<!entity\b/,
  },
  {
    id: 'script-markup',
    severity: 'high',
    weight: 6,
    says: 'carries a script for whoever looks at it in a browser',
    pattern:
      /<script\b|<(?:img|svg|body|iframe|video|audio|details|input|a|div|object|embed)\b[^<>]{0,200}?[\s"'/](?:on[a-z]{4,20}\s{0,3}=|(?:src|href|data)\s{0,3}=\s{0,3}["']?\s{0,3}(?:javascript|data:text\/html):?)/,
  },
  {
    id: 'header-injection',
    severity: 'high',
    weight: 6,
    says: 'adds headers of its own behind a value',
    pattern:
      /(?:%0d%0a|\\r\\n|\r\n)\s{0,3}(?:set-cookie|location|content-(?:type|length)|transfer-encoding|bcc|x-[a-z-]{1,30}|host)\s{0,3}(?::|%3a)/,
  },
  {
    id: 'odd-address',
    severity: 'high',
    weight: 6,
    says: 'shows one host and goes to another',
    pattern: /\bhttps?:\/\/(?:www\.[\w.-]{1,60}|[\w-]{1,40}(?:\.[\w-]{1,40}){0,3}\.(?:com|org|net|io|dev|gov|edu))(?::[\w-]{1,60})?@[\w-]/,
  },
  {
    id: 'breakout',
    severity: 'high',
    weight: 8,
    says: 'leaves its container or opens a shell elsewhere',
    pattern:
      /\bnsenter\b|--privileged\b|\bchroot \/|\bkubectl exec\b[^\n]{0,80}(?:bash|sh)\b|\/var\/run\/docker\.sock|\bsetuid\b|\bsudo\s+(?:su|-i|-s|cat)\b|\bkubectl\s+get\s+secrets?\b|\bclusterrole=cluster-admin\b|\bdocker\s+-h\s+tcp:|\bsu\s+-(?:\s|$)|\bmount\s+\/dev\/|\biptables\s+-f\b|\bsetenforce\s+0\b|\bufw\s+disable\b|\bsystemctl\s+(?:stop|disable|mask)\s+(?:auditd|firewalld|ufw|apparmor|rsyslog|fail2ban)\b|>>?\s{0,3}(?:~|\/home\/\w{1,30}|\/root)\/\.(?:bashrc|zshrc|profile|bash_profile)\b|\bcrontab\s+-/,
  },
];
