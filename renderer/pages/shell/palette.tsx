import { Dialog } from '@base-ui/react/dialog';
import { Command } from 'cmdk';
import { useRef, useState } from 'react';
import { useBoard } from '../../state/board.js';
import { useCommand } from '../../state/commands.js';
import { go, PAGES } from '../../state/route.js';
import { useZoomStep } from '../../state/zoom.js';
import { useNothingBehind } from '../../elements/dialog.js';
import { spell } from '../../elements/hidden-characters.js';
import { useWords } from '../../words/words.js';

const MOST = 30;

/** Pages, what is added most, modes, servers and tools by typing. */
export function Palette({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useWords();
  useNothingBehind(open);
  const went = useRef(false);
  // whoever went to a page wants to be on it; whoever did not, back where they were
  const finalFocus = () => {
    const page = went.current ? document.querySelector<HTMLElement>('main') : null;
    went.current = false;
    return page ?? true;
  };
  return (
    <Dialog.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="scrim" />
        <Dialog.Popup className="palette" aria-label={t('nav.search')} finalFocus={finalFocus}>
          <PaletteList
            onClose={onClose}
            onGo={(...to) => {
              went.current = true;
              onClose();
              go(...to);
            }}
          />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function PaletteList({ onClose, onGo }: { onClose: () => void; onGo: typeof go }) {
  const t = useWords();
  const run = useCommand();
  const zoom = useZoomStep();
  const [text, setText] = useState('');
  const servers = useBoard(({ snapshot }) => snapshot?.servers);
  const tools = useBoard(({ snapshot }) => snapshot?.tools);
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const matches = (...fields: string[]) => words.every((word) => fields.some((field) => field.toLowerCase().includes(word)));
  const pages = PAGES.filter((page) => matches(t(`page.${page}`)));
  const additions = (
    [
      ['servers', t('servers.add')],
      ['clients', t('clients.add')],
    ] as const
  ).filter(([, label]) => matches(label));
  const modes = (
    [
      ['enforce', t('mode.toEnforce'), undefined],
      ['observe', t('mode.observe15'), 900_000],
      ['observe', t('mode.observe60'), 3_600_000],
      ['observe', t('mode.observeOn'), undefined],
      ['lockdown', t('mode.toLockdown'), undefined],
    ] as const
  ).filter(([, label]) => matches(label));
  const desktop = useBoard(({ snapshot }) => snapshot?.gate.face === 'desktop');
  const zooms = (
    [
      [1, t('palette.larger')],
      [-1, t('palette.smaller')],
      [0, t('palette.actualSize')],
    ] as const
  ).filter(([, label]) => desktop && matches(label, t('settings.zoom')));
  const foundServers = words.length === 0 ? [] : (servers ?? []).filter(({ name }) => matches(name)).slice(0, MOST);
  const foundTools =
    words.length === 0
      ? []
      : Object.values(tools ?? {})
          .flat()
          .filter((view) => matches(view.tool, view.server))
          .slice(0, MOST);
  return (
    <Command shouldFilter={false} loop label={t('nav.search')}>
      <Command.Input value={text} onValueChange={setText} placeholder={t('palette.placeholder')} />
      <Command.List label={t('palette.results')}>
        <Command.Empty>{t('palette.nothing')}</Command.Empty>
        {pages.length + additions.length > 0 && (
          <Command.Group heading={t('nav.name')}>
            {pages.map((page) => (
              <Command.Item key={page} value={`page ${page}`} onSelect={() => onGo(page)}>
                {t(`page.${page}`)}
              </Command.Item>
            ))}
            {additions.map(([page, label]) => (
              <Command.Item key={`add ${page}`} value={`add ${page}`} onSelect={() => onGo(page, '+')}>
                {label}
              </Command.Item>
            ))}
          </Command.Group>
        )}
        {modes.length > 0 && (
          <Command.Group heading={t('mode.name')}>
            {modes.map(([mode, label, forMs]) => (
              <Command.Item
                key={label}
                value={`mode ${label}`}
                onSelect={() => {
                  onClose();
                  void run('mode.set', { mode, ...(forMs && { forMs }) });
                }}
              >
                {label}
              </Command.Item>
            ))}
          </Command.Group>
        )}
        {zooms.length > 0 && (
          <Command.Group heading={t('settings.zoom')}>
            {zooms.map(([step, label]) => (
              <Command.Item key={label} value={`zoom ${label}`} onSelect={() => zoom(step)}>
                {label}
              </Command.Item>
            ))}
          </Command.Group>
        )}
        {foundServers.length > 0 && (
          <Command.Group heading={t('page.servers')}>
            {foundServers.map(({ name }) => (
              <Command.Item key={name} value={`server ${name}`} onSelect={() => onGo('servers', name)}>
                {spell(name)}
              </Command.Item>
            ))}
          </Command.Group>
        )}
        {foundTools.length > 0 && (
          <Command.Group heading={t('page.tools')}>
            {foundTools.map(({ server, tool }) => (
              <Command.Item key={`${server}/${tool}`} value={`tool ${server}/${tool}`} onSelect={() => onGo('tools', server, tool)}>
                <span className="cut">{spell(tool)}</span> <span className="quiet small cut">{spell(server)}</span>
              </Command.Item>
            ))}
          </Command.Group>
        )}
      </Command.List>
    </Command>
  );
}
