// what the protocol takes for granted where an author says nothing, and frameworks write out for them
const unsaid = { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true };
const isUnsaid = (annotations) => Object.entries(unsaid).every(([hint, value]) => annotations?.[hint] === value);

/** Read against not-read and author-marked destruction, per package, without looking at the annotations. */
export function measureClasses(packages, classifyList) {
  const perPackage = [];
  const total = {
    tools: 0,
    annotated: 0,
    right: 0,
    destructive: 0,
    destructiveAsRead: 0,
    unsaid: 0,
    unsaidAsRead: 0,
    unclassified: 0,
    ms: 0,
  };
  const perClass = {};
  const wrong = [];
  for (const { package: name, tools } of packages) {
    const before = performance.now();
    const classes = classifyList(name, tools, { ignoreAnnotations: true });
    total.ms += performance.now() - before;
    const row = { name, tools: tools.length, annotated: 0, right: 0, destructive: 0, destructiveAsRead: 0, unclassified: 0 };
    tools.forEach((tool, at) => {
      const given = classes[at].class;
      const { readOnlyHint, destructiveHint } = tool.annotations ?? {};
      if (given === 'unclassified') row.unclassified += 1;
      if (typeof readOnlyHint === 'boolean') {
        row.annotated += 1;
        const cell = (perClass[given] ??= { read: 0, 'not read': 0 });
        cell[readOnlyHint ? 'read' : 'not read'] += 1;
        if ((given === 'read') === readOnlyHint) row.right += 1;
        else wrong.push({ package: name, tool: tool.name, author: readOnlyHint ? 'read' : 'not read', ours: given });
      }
      if (destructiveHint === true && readOnlyHint !== true) {
        row.destructive += 1;
        if (given === 'read') row.destructiveAsRead += 1;
        if (isUnsaid(tool.annotations)) {
          total.unsaid += 1;
          if (given === 'read') total.unsaidAsRead += 1;
        }
      }
    });
    perPackage.push(row);
    for (const key of ['tools', 'annotated', 'right', 'destructive', 'destructiveAsRead', 'unclassified']) total[key] += row[key];
  }
  return { perPackage, total, perClass, wrong };
}

/** Agreement with classes that people or another catalogue reviewed, with a confusion table. */
export function measureReviewed(catalogue, classifyList) {
  const servers = new Map();
  for (const row of catalogue) servers.set(row.server, [...(servers.get(row.server) ?? []), row]);
  const confusion = {};
  const wrong = [];
  let right = 0;
  let unclassified = 0;
  let described = 0;
  let describedRight = 0;
  for (const [server, rows] of servers) {
    const tools = rows.map((row) => ({
      name: row.tool,
      ...(row.description ? { description: row.description } : {}),
      ...(row.inputSchema ? { inputSchema: row.inputSchema } : {}),
    }));
    classifyList(server, tools, { ignoreAnnotations: true }).forEach(({ class: given }, at) => {
      const expected = String(rows[at].category ?? rows[at].class).toLowerCase();
      (confusion[expected] ??= {})[given] ??= 0;
      confusion[expected][given] += 1;
      if (given === 'unclassified') unclassified += 1;
      if (rows[at].description) described += 1;
      if (given === expected) {
        right += 1;
        if (rows[at].description) describedRight += 1;
      } else wrong.push({ server, tool: rows[at].tool, expected, ours: given });
    });
  }
  return { total: catalogue.length, right, unclassified, described, describedRight, confusion, wrong };
}
