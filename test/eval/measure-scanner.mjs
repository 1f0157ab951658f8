// text that a person cannot see, counted by the characters themselves and not by our scanner
const unseen = /[\u200b\u2060\u202a-\u202e\u2066-\u2069\u001b\u{e0020}-\u{e007e}]/u;
const realFlags =
  /\u{1f3f4}\ufe0f?\u{e0067}\u{e0062}(?:\u{e0065}\u{e006e}\u{e0067}|\u{e0073}\u{e0063}\u{e0074}|\u{e0077}\u{e006c}\u{e0073})\u{e007f}/gu;
const holdsUnseen = (text) => {
  let whole = text;
  try {
    whole = JSON.stringify(JSON.parse(text)).replaceAll(/\\u([0-9a-f]{4})/gi, (_, hex) => String.fromCharCode(parseInt(hex, 16)));
  } catch {
    // a text that is no JSON is looked at as it stands
  }
  return unseen.test(whole.replaceAll(realFlags, ''));
};

const tally = () => ({ total: 0, poisoned: 0, suspicious: 0, clean: 0 });

/** Recall and false alarms of the scanner, by set and category; real definitions count as honest. */
export function measureScanner(rows, packages, scanRow, scanDefinition) {
  const sets = {};
  const categories = {};
  const hidden = { total: 0, found: 0 };
  const missed = [];
  const alarms = [];
  let slowestMs = 0;
  for (const row of rows) {
    const before = performance.now();
    const { verdict, findings } = scanRow({ id: row.id, text: row.text, surface: row.surface });
    slowestMs = Math.max(slowestMs, performance.now() - before);
    const set = (sets[row.set] ??= { malicious: tally(), honest: tally(), hard: tally() });
    const kind = row.y === 1 ? 'malicious' : row.hard ? 'hard' : 'honest';
    set[kind].total += 1;
    set[kind][verdict] += 1;
    if (row.y === 1) {
      const category = (categories[`${row.set}: ${row.category}`] ??= tally());
      category.total += 1;
      category[verdict] += 1;
      if (verdict !== 'poisoned' && row.set === 'meta') missed.push({ id: row.id, category: row.category, verdict });
    } else if (verdict === 'poisoned') alarms.push({ id: row.id, findings: findings.map((finding) => finding.id) });
    if (row.y === 1 && holdsUnseen(row.text)) {
      hidden.total += 1;
      if (
        findings.some((finding) =>
          /^(?:tag-characters|zero-width|bidi-control|variation-selector|terminal-escape|control-character)$/.test(finding.id),
        )
      )
        hidden.found += 1;
    }
  }
  const definitions = tally();
  const poisonedTools = [];
  for (const { package: name, tools } of packages) {
    for (const tool of tools) {
      const { verdict } = scanDefinition(tool);
      definitions.total += 1;
      definitions[verdict] += 1;
      if (verdict === 'poisoned') poisonedTools.push(`${name} › ${tool.name}`);
    }
  }
  return { sets, categories, hidden, missed, alarms, definitions, poisonedTools, slowestMs };
}
