import { fail, ok } from '../../../shared/result.js';
import { renderReport } from '../../../shared/report/render.js';
import type { ToolView } from '../../../shared/model/views.js';
import type { Report, ReportTool, StackView } from '../../../shared/report/report.js';
import type { Handlers } from '../dispatch.js';
import type { House } from '../house.js';
import { noServer, noTool } from './no-such.js';
import { stackOf } from '../stack.js';

type Names = 'stack.show' | 'report.make' | 'tool.label';

const mediaType = { md: 'text/markdown', html: 'text/html', json: 'application/json' } as const;

/** Tools as a report says them. Yields once a tool. */
function* reporting(tools: readonly ToolView[]): Generator<void, ReportTool[]> {
  const said: ReportTool[] = [];
  for (const tool of tools) {
    yield;
    said.push({
      name: tool.tool,
      class: tool.class,
      severity: tool.severity,
      why: tool.evidence.map((one) => `${one.from} says “${one.quote}”: ${one.says}`),
      patterns: tool.patterns,
      switch: tool.switch,
      pin: tool.pin,
      scan: tool.scan,
      findings: tool.findings,
    });
  }
  return said;
}

/** What the servers make possible together, reports of it, and what a person says instead of the classifier. */
export function stackCommands(house: House): Pick<Handlers, Names> {
  const { settings, registry } = house;
  const stack = (server?: string): Promise<StackView> =>
    house.inTurn(
      stackOf(
        settings
          .servers()
          .filter((one) => server === undefined || one.name === server)
          .flatMap((one) => registry.of(one.name).map((tool) => ({ ...tool, corrected: Object.hasOwn(one.corrections ?? {}, tool.tool) }))),
      ),
    );

  return {
    'stack.show': async () => ok(await stack()),

    async 'report.make'({ server, format }) {
      if (server !== undefined && settings.server(server) === undefined) return noServer(house, server);
      const { combinations, shadows } = await stack(server);
      const servers: Report['servers'][number][] = [];
      for (const view of house.serverViews().filter((one) => server === undefined || one.name === server))
        servers.push({
          name: view.name,
          launch: house.audit
            .covered(view.transport.kind === 'stdio' ? [view.transport.command, ...view.transport.args] : [view.transport.url])
            .join(' '),
          state: view.state,
          tools: await house.inTurn(reporting(await house.toolViews(view.name))),
        });
      const made: Report = {
        title: server === undefined ? 'What the agents on this machine can do' : `What the tools of ${server} can do`,
        atMs: house.nowMs(),
        version: house.version,
        servers,
        stack: { combinations, shadows },
      };
      const name = `toolgate-report${server === undefined ? '' : `-${server.replaceAll(/[^A-Za-z0-9-]+/g, '-')}`}.${format}`;
      return ok({ name, type: mediaType[format], text: await house.inTurn(renderReport(made, format)) });
    },

    async 'tool.label'({ server, tool, labels, class: kind, reset }) {
      const config = settings.server(server);
      if (config === undefined) return noServer(house, server);
      if (registry.get(server, tool) === undefined) return noTool(house, server, tool);
      const { [tool]: before, ...others } = config.corrections ?? {};
      const correction = { ...before, ...(labels === undefined ? {} : { labels }), ...(kind === undefined ? {} : { class: kind }) };
      const changed = settings.updateServer(server, { corrections: reset === true ? others : { ...others, [tool]: correction } });
      if (!changed.ok) return changed;
      await house.judgeAgain(server);
      const now = registry.get(server, tool);
      return now === undefined
        ? fail('NO_SUCH_TOOL', `${server} no longer has a tool ${JSON.stringify(tool)}`)
        : ok({ server, tool, class: now.class, labels: [...now.labels] });
    },
  };
}
