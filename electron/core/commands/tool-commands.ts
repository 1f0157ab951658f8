import { fail, ok, type Result } from '../../../shared/result.js';
import type { ToolView } from '../../../shared/model/views.js';
import { rulesFor } from '../../../shared/policy/rules-for.js';
import { classifyTools, toolsIn } from '../offline.js';
import type { Handlers } from '../dispatch.js';
import type { House } from '../house.js';
import { noServer, noTool } from './no-such.js';
import { definitionSubject } from '../notice-words.js';
import { attackPatterns } from '../risk/patterns.js';
import { labelReasons } from '../risk/labels.js';
import { instructionsName, launchName } from '../pins/pin-book.js';
import type { KnownTool } from '../tool-registry.js';

type Names = Exclude<
  Extract<keyof Handlers, `tool.${string}` | `pin.${string}` | `finding.${string}`>,
  'tool.set' | 'tool.setMany' | 'tool.label'
>;

/** What tools are, how their definitions changed, what was found in them. */
export function toolCommands(house: House): Pick<Handlers, Names> {
  const { registry, pins } = house;
  const find = (server: string, tool: string): Result<KnownTool> => {
    if (house.settings.server(server) === undefined) return noServer(house, server);
    const known = registry.get(server, tool);
    return known === undefined ? noTool(house, server, tool) : ok(known);
  };
  /** a tool, or the server's instructions or launch: all of them are pinned */
  const subject = (server: string, tool: string): Result<unknown> =>
    (tool === instructionsName || tool === launchName) && house.settings.server(server) !== undefined ? ok(undefined) : find(server, tool);
  const seen = (server: string, tool: string): { hash?: string } => {
    const hash = pins.seenHash(server, tool);
    return hash === undefined ? {} : { hash };
  };
  const decide = async (
    { server, tool, hash = '' }: { server: string; tool: string; hash?: string },
    how: 'accept' | 'reject' | 'release',
  ): Promise<Result<Record<string, never>>> => {
    const known = subject(server, tool);
    if (!known.ok) return known;
    if (how === 'reject') pins.reject(server, tool);
    else if (!pins[how](server, tool, hash))
      return fail(
        'CHANGED_MEANWHILE',
        `${server} › ${tool} is no longer the definition that was shown: nothing was changed`,
        `look at what it is now, then decide again: \`toolgate pins diff ${server} ${tool}\``,
      );
    house.notices.settle(definitionSubject(server, tool));
    await house.judgeAgain(server);
    return ok({});
  };

  return {
    async 'tool.list'({ server, client }) {
      if (server !== undefined && house.settings.server(server) === undefined) return noServer(house, server);
      const names = server === undefined ? house.settings.servers().map((one) => one.name) : [server];
      const views: ToolView[] = [];
      for (const name of names) for (const view of await house.toolViews(name, client)) views.push(view);
      return ok(views);
    },
    async 'tool.get'({ server, tool }) {
      const known = find(server, tool);
      if (!known.ok) return known;
      const view = house.toolView(server, tool)!;
      const transport = house.settings.server(server)?.transport;
      const catalogue = await house.catalogue();
      const { published, as } =
        transport === undefined ? { published: 'unknown' as const } : await catalogue.compare(transport, tool, known.value.definitionHash);
      const pinned = view.pin === 'changed' ? pins.pinned(server, tool) : undefined;
      const corrections = house.settings.server(server)?.corrections ?? {};
      const own = Object.hasOwn(corrections, tool) ? corrections[tool] : undefined;
      return ok({
        view,
        definition: known.value.definition,
        published,
        ...(as === undefined ? {} : { publishedAs: as }),
        ...(pinned === undefined ? {} : { pinned: pinned.definition }),
        ...(pinned !== undefined && transport !== undefined && published === 'differs'
          ? { pinnedAsPublished: (await catalogue.compare(transport, tool, pinned.hash)).published === 'same' }
          : {}),
        patterns: view.patterns.flatMap((id) => attackPatterns.filter((pattern) => pattern.id === id)),
        labels:
          own?.labels === undefined
            ? labelReasons(known.value.classification, known.value.definition)
            : own.labels.map((label) => ({ label, quote: 'you', says: 'you said so' })),
        corrected: own !== undefined,
        rules: rulesFor(house.policy.current().policy.document, { server, tool, class: known.value.class }),
      });
    },

    'tool.classify'({ list, server, ignoreAnnotations }) {
      const tools = toolsIn(list);
      return tools === undefined
        ? fail('BAD_INPUT', 'this is no tools/list result', 'give {"tools": [ … ]}')
        : ok(classifyTools(server ?? '', tools, ignoreAnnotations));
    },

    'pin.list': () => ok(pins.list()),
    'pin.diff'({ server, tool }) {
      const known = subject(server, tool);
      return known.ok
        ? ok({
            server,
            tool,
            ...seen(server, tool),
            changes: pins.diff(server, tool).map(({ pointer, kind, before, after }) => ({ pointer, kind, before, after })),
          })
        : known;
    },
    'pin.accept': (given) => decide(given, 'accept'),
    'pin.reject': (given) => decide(given, 'reject'),

    'finding.list': () =>
      ok(
        house.settings
          .servers()
          .flatMap((server) => registry.of(server.name))
          .filter((tool) => tool.scan !== 'clean')
          .map((tool) => ({
            server: tool.server,
            tool: tool.tool,
            verdict: tool.scan,
            hash: tool.definitionHash,
            findings: [...tool.findings],
          })),
      ),
    'finding.release': (given) => decide(given, 'release'),
  };
}
