import { Tabs } from '@base-ui/react/tabs';
import { X } from 'lucide-react';
import { IconButton } from '../../elements/button.js';
import { spell } from '../../elements/hidden-characters.js';
import { ClassMark, SeverityBars } from '../../elements/marks.js';
import { Plain } from '../../elements/plain.js';
import type { ToolView } from '../../../shared/model/views.js';
import { useAnswer } from '../../state/commands.js';
import { go } from '../../state/route.js';
import { useWords } from '../../words/words.js';
import { ToolCalls } from './tool-calls.js';
import { ToolDefinition } from './tool-definition.js';
import { ToolFlow } from './tool-flow.js';
import { ToolWhy } from './tool-why.js';

/** Bottom pane of the tools page: why its class, what it can take part in, the definition, its calls. It never covers the list. */
export function ToolDetail({ view }: { view: ToolView }) {
  const t = useWords();
  const { server, tool } = view;
  const answer = useAnswer('tool.get', { server, tool }, [server, tool, view.pin, view.class, view.definitionHash ?? ''].join('\n'));
  return (
    <section className="detail-pane" aria-label={t('tool.detail', { tool: spell(tool) })}>
      <Tabs.Root defaultValue="why" className="detail-tabs">
        <header className="detail-head">
          <ClassMark of={view.class} word={t(`class.${view.class}`)} />
          <h2 className="cut" title={spell(tool)}>
            <Plain text={tool} />
          </h2>
          <SeverityBars of={view.severity} word={t(`severity.${view.severity}`)} shown />
          <span className="grows" />
          <Tabs.List className="tabs">
            {(['why', 'flow', 'definition', 'calls'] as const).map((tab) => (
              <Tabs.Tab key={tab} value={tab} className="tab">
                {t(`tool.tab.${tab}`)}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          <IconButton name={t('tool.closeDetail')} onClick={() => go('tools')}>
            <X size={15} aria-hidden="true" />
          </IconButton>
        </header>
        <Tabs.Panel value="why" className="detail-body" tabIndex={0}>
          <ToolWhy view={view} answer={answer} />
        </Tabs.Panel>
        <Tabs.Panel value="flow" className="detail-body" tabIndex={0}>
          <ToolFlow view={view} answer={answer} />
        </Tabs.Panel>
        <Tabs.Panel value="definition" className="detail-body" tabIndex={0}>
          <ToolDefinition view={view} answer={answer} />
        </Tabs.Panel>
        <Tabs.Panel value="calls" className="detail-body" tabIndex={0}>
          <ToolCalls view={view} />
        </Tabs.Panel>
      </Tabs.Root>
    </section>
  );
}
