import { Search, Wrench } from 'lucide-react';
import { useMemo, useState } from 'react';
import { Broken, Empty } from '../../elements/state-pages.js';
import { Button } from '../../elements/button.js';
import { PageFrame } from '../../elements/page.js';
import { Picker } from '../../elements/picker.js';
import { spell } from '../../elements/hidden-characters.js';
import { useAnswer } from '../../state/commands.js';
import { useSnapshot } from '../../state/board.js';
import { go } from '../../state/route.js';
import type { ToolView } from '../../../shared/model/views.js';
import { useWords } from '../../words/words.js';
import { ToolDetail } from './tool-detail.js';
import { toolRows } from './tool-filter.js';
import { ToolList } from './tool-list.js';

const CLASSES = ['read', 'write', 'execute', 'destructive', 'financial', 'unclassified'] as const;

export function ToolsPage({ parts }: { parts: readonly string[] }) {
  const t = useWords();
  const servers = useSnapshot((snapshot) => snapshot.servers);
  const board = useSnapshot((snapshot) => snapshot.tools);
  const clients = useSnapshot((snapshot) => snapshot.clients);
  const revision = useSnapshot(({ gate }) => gate.policyRevision);
  const [text, setText] = useState('');
  const [kind, setKind] = useState('');
  const [server, setServer] = useState('');
  const [client, setClient] = useState('');
  const [group, setGroup] = useState<'server' | 'class'>('server');

  const ofClient = useAnswer('tool.list', client === '' ? undefined : { client }, `${client} ${revision}`);
  const tools = useMemo(() => (client === '' ? board : groupByServer(ofClient.value ?? [])), [client, board, ofClient.value]);
  const rows = useMemo(() => toolRows(servers, tools, { text, class: kind, server }, group), [servers, tools, text, kind, server, group]);
  const [shownServer, shownTool] = parts;
  const shown = shownTool === undefined ? undefined : tools[shownServer ?? '']?.find((view) => view.tool === shownTool);
  const total = Object.values(board).reduce((sum, list) => sum + list.length, 0);

  const clear = () => {
    setText('');
    setKind('');
    setServer('');
  };
  const everything = (label: string, values: readonly string[]) => [
    { value: '', label },
    ...values.map((value) => ({ value, label: spell(value) })),
  ];

  if (servers.length === 0)
    return (
      <PageFrame title={t('page.tools')}>
        <Empty
          icon={<Wrench size={22} />}
          title={t('tools.noneTitle')}
          action={
            <Button look="main" onClick={() => go('servers', '+')}>
              {t('tools.addServer')}
            </Button>
          }
        >
          {t('tools.noneText')}
        </Empty>
      </PageFrame>
    );
  return (
    <PageFrame
      title={t('page.tools')}
      flush
      tools={
        <>
          <div className="search">
            <Search size={13} aria-hidden="true" />
            <input
              data-search
              className="input"
              type="search"
              aria-label={t('tools.search')}
              placeholder={t('tools.search')}
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
          </div>
          <Picker
            label={t('tools.group')}
            value={group}
            choices={(['server', 'class'] as const).map((value) => ({ value, label: t(`tools.groups.${value}`) }))}
            onChange={setGroup}
          />
          <Picker
            label={t('tools.class')}
            value={kind}
            choices={[
              { value: '', label: t('tools.everyClass') },
              ...CLASSES.map((value) => ({ value: value as string, label: t(`class.${value}`) })),
            ]}
            onChange={setKind}
          />
          <Picker
            label={t('tools.client')}
            value={client}
            choices={everything(
              t('tools.everyClient'),
              clients.map(({ name }) => name),
            )}
            onChange={setClient}
          />
          <Picker
            label={t('tools.server')}
            value={server}
            choices={everything(
              t('tools.everyServer'),
              servers.map(({ name }) => name),
            )}
            onChange={setServer}
          />
        </>
      }
      banner={
        client !== '' && (
          <div className="strip" role="status">
            {ofClient.failure ? (
              <Broken message={ofClient.failure.message} fix={ofClient.failure.fix} />
            ) : (
              t('tools.forClient', { client: spell(client) })
            )}
          </div>
        )
      }
      pane={shown && <ToolDetail key={`${shown.server}/${shown.tool}`} view={shown} />}
    >
      {rows.length === 0 && (total > 0 || text !== '' || kind !== '') ? (
        <Empty icon={<Search size={22} />} title={t('tools.noMatch')} action={<Button onClick={clear}>{t('tools.clearFilters')}</Button>}>
          {t('tools.noMatchText')}
        </Empty>
      ) : (
        <ToolList
          rows={rows}
          withServer={group === 'class'}
          shown={shown}
          client={client === '' ? undefined : client}
          onMoved={client === '' ? undefined : ofClient.reload}
        />
      )}
    </PageFrame>
  );
}

function groupByServer(views: readonly ToolView[]): Record<string, ToolView[]> {
  const groups: Record<string, ToolView[]> = {};
  for (const view of views) (groups[view.server] ??= []).push(view);
  return groups;
}
