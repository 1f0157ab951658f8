const percent = (part, whole) => (whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`);
const table = (head, rows) => [`| ${head.join(' | ')} |`, `|${head.map(() => '---').join('|')}|`, ...rows.map((row) => `| ${row.join(' | ')} |`)].join('\n');
const order = ['read', 'write', 'execute', 'destructive', 'financial', 'unclassified'];

/** The measurements as a document for people. */
export function document({ classes, reviewed, scanner }) {
  const { total } = classes;
  const meta = scanner.sets.meta;
  const honest = meta === undefined ? 0 : meta.honest.total + meta.hard.total;
  const falseAlarms = meta === undefined ? 0 : meta.honest.poisoned + meta.hard.poisoned;
  const lines = [
    '# Evaluation',
    '',
    'How well the classifier and the scanner do on data that carries labels of its own. Made by `npm run eval -- --data DIR --out docs/evaluation.md`.',
    '',
    'Both are written rules over general words and signals; nothing is fitted to data by a program, so there is no model to retrain when a package is',
    'left out: the line of each package below is what it would be if that package had never been seen. The rules were nevertheless written by people who',
    'had this half of the data before them; figures on data that nobody saw will be lower, and the texts that were made up to test the scanner (see',
    '`test/unit/risk/scan-texts.ts`) showed by how much: of a first set of 40 written without looking at the rules 58 % were held back at once, of a',
    'second 23 %, before the rules learnt the ideas behind them. Detection is a help to people, never the guarantee.',
    '',
    '## In short',
    '',
    table(
      ['what', 'measured', 'aim'],
      [
        ['read against not-read (author annotations, not shown to the classifier)', `${percent(total.right, total.annotated)} of ${total.annotated}`, 'at least 95 %'],
        ['marked destructive by their authors, called read', `${percent(total.destructiveAsRead, total.destructive)} of ${total.destructive}`, 'at most 2 %'],
        ['agreement with a reviewed class', `${percent(reviewed.right, reviewed.total)} of ${reviewed.total}`, 'at least 88 %'],
        ['the same, of those with a description', `${percent(reviewed.describedRight, reviewed.described)} of ${reviewed.described}`, ''],
        ['unclassified', `${percent(total.unclassified + reviewed.unclassified, total.tools + reviewed.total)} of ${total.tools + reviewed.total}`, 'at most 4 %'],
        ...(meta === undefined
          ? []
          : [
              ['malicious definitions called poisoned', `${percent(meta.malicious.poisoned, meta.malicious.total)} of ${meta.malicious.total}`, 'at least 92 %'],
              ['honest definitions called poisoned', `${percent(falseAlarms, honest)} of ${honest}`, 'under 1 %'],
            ]),
        ['real definitions of packages called poisoned', `${percent(scanner.definitions.poisoned, scanner.definitions.total)} of ${scanner.definitions.total}`, 'under 1 %'],
        ['texts with invisible characters in which they were found', `${percent(scanner.hidden.found, scanner.hidden.total)} of ${scanner.hidden.total}`, '100 %'],
      ],
    ),
    '',
    'Of the tools marked destructive and called read, look at the lists below: authors who mark every tool alike (a sheet that is described, a report that is',
    'found) are right by their own default and wrong about the tool; without the annotations no text says otherwise.',
    '',
    '## Classes, package by package',
    '',
    table(
      ['package', 'tools', 'annotated', 'right', 'destructive by author', 'of these called read', 'unclassified'],
      classes.perPackage.map((row) => [row.name, row.tools, row.annotated, row.annotated === 0 ? '–' : percent(row.right, row.annotated), row.destructive, row.destructiveAsRead, row.unclassified]),
    ),
    '',
    '### What the authors say, by our class',
    '',
    table(
      ['our class', 'authors: read', 'authors: not read'],
      order.filter((name) => classes.perClass[name] !== undefined).map((name) => [name, classes.perClass[name].read, classes.perClass[name]['not read']]),
    ),
    '',
    '### Where we differ from the authors',
    '',
    ...classes.wrong.map((one) => `- ${one.package} › \`${one.tool}\`: the author says ${one.author}, we say ${one.ours}`),
    '',
    '## Agreement with reviewed classes',
    '',
    table(
      ['reviewed', ...order],
      order.filter((name) => reviewed.confusion[name] !== undefined).map((name) => [name, ...order.map((given) => reviewed.confusion[name][given] ?? 0)]),
    ),
    '',
    ...reviewed.wrong.map((one) => `- ${one.server} › \`${one.tool}\`: reviewed ${one.expected}, we say ${one.ours}`),
    '',
    '## Scanner',
    '',
    table(
      ['set', 'kind', 'texts', 'poisoned', 'suspicious', 'clean'],
      Object.entries(scanner.sets).flatMap(([name, kinds]) => Object.entries(kinds).map(([kind, counts]) => [name, kind, counts.total, counts.poisoned, counts.suspicious, counts.clean])),
    ),
    '',
    '`meta` are definitions, `result` what tools answered, `args` arguments of calls; `hard` are honest texts that look bad. Arguments are only pointed',
    'out to people, and only what is visible in them counts; the rows of `args` that merely state which permissions a program wants are no attack.',
    '',
    table(
      ['malicious, by category', 'texts', 'poisoned', 'suspicious', 'clean'],
      Object.entries(scanner.categories).sort(([a], [b]) => a.localeCompare(b)).map(([name, counts]) => [name, counts.total, counts.poisoned, counts.suspicious, counts.clean]),
    ),
    '',
    `Real definitions: ${scanner.definitions.clean} clean, ${scanner.definitions.suspicious} suspicious (they push themselves before other tools or speak to the model past the user), ${scanner.definitions.poisoned} poisoned${scanner.poisonedTools.length === 0 ? '' : `: ${scanner.poisonedTools.join(', ')}`}.`,
    ...(scanner.missed.length === 0 ? [] : ['', 'Malicious definitions not called poisoned:', '', ...scanner.missed.map((one) => `- ${one.id} (${one.category}): ${one.verdict}`)]),
    ...(scanner.alarms.length === 0 ? [] : ['', 'Honest texts called poisoned:', '', ...scanner.alarms.map((one) => `- ${one.id}: ${one.findings.join(', ')}`)]),
    '',
  ];
  return `${lines.join('\n')}\n`;
}
