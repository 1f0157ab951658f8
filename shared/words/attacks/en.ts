/** The documented attacks that tools are measured against, in our own words: what goes wrong and why a tool is open to it, and what answers it. */
export const attacks = {
  'runaway-tool-loops': {
    title: 'Runaway tool loop',
    text: 'An agent that misreads a result, or two agents that answer each other, can call the same tool hundreds of times before anyone looks. Each call is harmless alone; together they spam people, fill disks, burn quotas or run up a bill.',
    answer: 'A limit per minute for each client and tool stops the loop and says so.',
  },
  'confused-deputy': {
    title: 'Confused deputy',
    text: 'The server acts with its own broad credentials, not with the rights of whoever asked. A page, a mail or another agent that steers the model gets everything these credentials can do, although it could never have done it by itself.',
    answer: 'Ask before each change, bind the approval to the arguments shown, and give the server a token with fewer rights.',
  },
  'mcp-rug-pull': {
    title: 'Rug pull',
    text: 'A server shows a harmless definition until it has been approved, then sends another one: a new argument, a changed description, another command. What the person agreed to is no longer what runs.',
    answer: 'The definition is pinned at first sight; a changed one is refused until a person has seen the difference.',
  },
  'tool-poisoning': {
    title: 'Tool poisoning',
    text: 'Descriptions, argument texts and even enum values are read by the model as if they were instructions. A server can hide orders there, such as reading a key file first or saying nothing to the user, that no person ever sees.',
    answer: 'Every text of a definition is scanned before a client sees it; a poisoned tool is quarantined.',
  },
  'tool-shadowing': {
    title: 'Tool shadowing',
    text: 'A second server offers a tool with the same or a look-alike name, or tells the model to use its tool instead. Calls meant for the trusted server, with their data, go to the other one.',
    answer: 'Calls are routed by a stored map, never by name alone, and look-alike names across servers are reported.',
  },
  'indirect-prompt-injection': {
    title: 'Indirect prompt injection',
    text: "The tool brings in text that strangers can write: web pages, mails, issues, shared documents. Instructions in that text reach the model beside the user's own and can make it call other tools.",
    answer: 'After such a read, calls that send data out need an approval that names what was read.',
  },
  'prompt-injection-via-tool-results': {
    title: 'Injection through tool results',
    text: "What a tool answers goes straight into the model's context. An answer that was tampered with, or an error text that carries orders, steers the next calls.",
    answer: 'Results of tools that take in untrusted content are scanned, and findings are shown with the next question.',
  },
  'data-exfiltration-via-tool-chaining': {
    title: 'Exfiltration by chaining tools',
    text: 'One tool reads something private, another can reach the outside. Neither is dangerous by itself; chained by an injected instruction they carry the data away.',
    answer: 'Once private data and untrusted content have met in a session, an outward call needs approval even where a rule allows it.',
  },
  'credential-leak-via-errors': {
    title: 'Credentials in answers and errors',
    text: "The tool returns, creates or handles secrets. They end up in the model's context, in its logs and in error texts, from where any later tool can send them on.",
    answer: 'Ask before every use, allow few per hour, and keep secrets out of the log by keyed hashes.',
  },
  'destructive-action-autonomy': {
    title: 'Destruction without a person',
    text: 'An agent that is sure of itself deletes, overwrites or drops what it takes for leftovers. There is no undo, and it happens at machine speed.',
    answer: 'Ask each time, with all arguments shown; never remember the answer without conditions on the arguments.',
  },
  'argument-injection': {
    title: 'Argument injection',
    text: 'An argument is handed to a shell, a query or a command line. Characters that mean something there, such as a leading dash, a semicolon or a quote, turn data into orders.',
    answer: 'Ask with the full argument shown, and deny arguments that match what your work never needs.',
  },
  'ssrf-via-url-argument': {
    title: 'Requests to inner addresses',
    text: "The tool fetches an address that the model chooses. It can be pointed at services on this machine, the local network or a cloud's metadata address, which answer because the request comes from inside.",
    answer: 'Require the host of the address to be on a list (`host_in`), and deny loopback, private and metadata addresses.',
  },
  'compromised-mcp-package': {
    title: 'Compromised package',
    text: 'A server that is started without a fixed version runs whatever the registry serves that day. A stolen maintainer account or a worm in a dependency then runs with your credentials.',
    answer: 'Name an exact version in the launch command; another version or binary is not started until confirmed.',
  },
  'mcp-typosquatting': {
    title: 'Look-alike package',
    text: 'A package with nearly the right name offers the same tools and quietly does one thing more, such as a blind copy of every mail to its author.',
    answer: 'Compare package and definition hashes with the catalogue before adding, and pin the launch identity.',
  },
  'token-misuse': {
    title: 'Token used where it was not meant',
    text: 'Access tokens that are passed along, reused for another service or given more rights than a task needs work for whoever holds them. Tools that create or widen rights make this permanent.',
    answer: 'Ask before rights or tokens are created; keep one token per client and server.',
  },
  'approval-fatigue': {
    title: 'Approval fatigue',
    text: 'A tool that asks many times a day is soon approved without reading. An attacker only has to wait, or to flood the queue with harmless questions first.',
    answer: 'Turn frequent harmless questions into argument rules; identical waiting calls share one card and the queue is capped.',
  },
} as const;
