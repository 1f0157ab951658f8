import { Search, Wrench } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { Broken, Empty } from '../../elements/state-pages.js';
import { Button } from '../../elements/button.js';
import { PageFrame } from '../../elements/page.js';
import { Picker } from '../../elements/picker.js';
import { spell } from '../../elements/hidden-characters.js';
import { SearchField } from '../../elements/search-field.js';
import { useAnswer } from '../../state/commands.js';
import { useSnapshot } from '../../state/board.js';
import { go } from '../../state/route.js';
import { useWords } from '../../words/words.js';
import { ClientPicker, ServerPicker } from '../who-pickers.js';
import { ToolDetail } from './tool-detail.js';
import { ClassStrip } from './class-strip.js';
import { classCounts, rowsByClient, toolRows, type Grouping } from './tool-filter.js';
import { ToolList } from './tool-list.js';
import { groupByServer, useClientTools } from './use-client-tools.js';

const SEVERITIES = ['critical', 'high', 'medium', 'low'] as const;
const GROUPINGS = ['server', 'class', 'client'] as const;

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
  const [severity, setSeverity] = useState('');
  const [group, setGroup] = useState<Grouping>('server');

  const ofClient = useAnswer('tool.list', client === '' ? undefined : { client }, `${client} ${revision}`);
  const tools = useMemo(() => (client === '' ? board : groupByServer(ofClient.value ?? [])), [client, board, ofClient.value]);
  const byClient = useClientTools(
    useMemo(() => (group === 'client' ? (client === '' ? clients.map(({ name }) => name) : [client]) : []), [group, client, clients]),
    String(revision),
  );
  const rows = useMemo(() => {
    const filter = { text, class: kind, server, severity };
    return group === 'client' ? rowsByClient(servers, byClient.of, filter) : toolRows(servers, tools, filter, group);
  }, [servers, tools, byClient.of, text, kind, server, severity, group]);
  const counts = useMemo(() => classCounts(board), [board]);
  const [shownServer, shownTool] = parts;
  // `#/tools/github` shows the tools of one server
  useEffect(() => {
    if (shownServer !== undefined && shownTool === undefined) setServer(shownServer);
  }, [shownServer, shownTool]);
  const shown = shownTool === undefined ? undefined : tools[shownServer ?? '']?.find((view) => view.tool === shownTool);
  const total = Object.values(board).reduce((sum, list) => sum + list.length, 0);

  const clear = () => {
    setText('');
    setKind('');
    setServer('');
    setSeverity('');
  };

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
          <SearchField label={t('tools.search')} value={text} onChange={setText} />
          <Picker
            label={t('tools.group')}
            value={group}
            choices={GROUPINGS.map((value) => ({ value, label: t(`tools.groups.${value}`) }))}
            onChange={setGroup}
          />
          <Picker
            label={t('tools.severity')}
            value={severity}
            choices={[
              { value: '', label: t('tools.everySeverity') },
              ...SEVERITIES.map((value) => ({ value: value as string, label: t(`severity.${value}`) })),
            ]}
            onChange={setSeverity}
          />
          <ClientPicker value={client} onChange={setClient} />
          <ServerPicker value={server} onChange={setServer} />
        </>
      }
      banner={
        <>
          <ClassStrip counts={counts} chosen={kind} onChoose={setKind} />
          {client !== '' && (
            <div className="strip" role="status">
              {ofClient.failure ? (
                <Broken message={ofClient.failure.message} fix={ofClient.failure.fix} />
              ) : (
                t('tools.forClient', { client: spell(client) })
              )}
            </div>
          )}
        </>
      }
      pane={shown && <ToolDetail key={`${shown.server}/${shown.tool}`} view={shown} />}
    >
      {group === 'client' && clients.length === 0 ? (
        <Empty icon={<Wrench size={22} />} title={t('tools.noClient')} />
      ) : rows.length === 0 && (total > 0 || text !== '' || kind !== '') ? (
        <Empty icon={<Search size={22} />} title={t('tools.noMatch')} action={<Button onClick={clear}>{t('tools.clearFilters')}</Button>}>
          {t('tools.noMatchText')}
        </Empty>
      ) : (
        <ToolList
          rows={rows}
          withServer={group !== 'server'}
          shown={shown}
          client={client === '' ? undefined : client}
          onMoved={group === 'client' ? byClient.reload : client === '' ? undefined : ofClient.reload}
        />
      )}
    </PageFrame>
  );
}
