import { Tabs } from '@base-ui/react/tabs';
import { useState } from 'react';
import { Button } from '../../elements/button.js';
import { Dialog } from '../../elements/dialog.js';
import { TextField } from '../../elements/field.js';
import { useWords } from '../../words/words.js';
import { ImportServers } from './import-servers.js';
import { readLine } from './read-command.js';
import { SearchCatalogue } from './search-catalogue.js';
import { ServerForm, type FormStart } from './server-form.js';

const NOTHING: FormStart = { kind: 'command', name: '', command: '', args: [], env: [], url: '' };

/** By form, by paste of a command line, an address or JSON, or from the applications on this machine. Nothing starts before its whole command was shown. */
export function AddServer({ open, taken, onClose }: { open: boolean; taken: readonly string[]; onClose: () => void }) {
  const t = useWords();
  return (
    <Dialog open={open} onClose={onClose} wide title={t('servers.add')} lead={t('servers.addLead')} closeLabel={t('common.close')}>
      <Tabs.Root defaultValue="paste" className="stack wide">
        <Tabs.List className="tabs">
          {(['paste', 'search', 'command', 'url', 'import'] as const).map((tab) => (
            <Tabs.Tab key={tab} value={tab} className="tab">
              {t(`servers.by.${tab}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="paste">
          <Paste taken={taken} onDone={onClose} />
        </Tabs.Panel>
        <Tabs.Panel value="search">
          <SearchCatalogue taken={taken} onDone={onClose} />
        </Tabs.Panel>
        <Tabs.Panel value="command">
          <ServerForm start={NOTHING} taken={taken} onDone={onClose} />
        </Tabs.Panel>
        <Tabs.Panel value="url">
          <ServerForm start={{ ...NOTHING, kind: 'url' }} taken={taken} onDone={onClose} />
        </Tabs.Panel>
        <Tabs.Panel value="import">
          <ImportServers onDone={onClose} />
        </Tabs.Panel>
      </Tabs.Root>
    </Dialog>
  );
}

function Paste({ taken, onDone }: { taken: readonly string[]; onDone: () => void }) {
  const t = useWords();
  const [text, setText] = useState('');
  const [read, setRead] = useState<string>();
  const line = readLine(read ?? '');
  return (
    <div className="stack wide">
      {read === undefined ? (
        <form
          className="stack"
          onSubmit={(event) => {
            event.preventDefault();
            if (text.trim() !== '') setRead(text);
          }}
        >
          <TextField
            data-first
            label={t('servers.pasteLabel')}
            hint={t('servers.pasteHint')}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
          <div className="row">
            <Button look="main" disabled={text.trim() === ''} onClick={() => setRead(text)}>
              {t('servers.read')}
            </Button>
          </div>
        </form>
      ) : (
        <>
          <div className="row">
            <Button small autoFocus onClick={() => setRead(undefined)}>
              {t('servers.pasteAgain')}
            </Button>
          </div>
          {line.kind === 'json' && <ImportServers text={read} onDone={onDone} />}
          {line.kind === 'nothing' && <p className="problem">{t('servers.openQuote')}</p>}
          {line.kind === 'url' && (
            <ServerForm start={{ ...NOTHING, kind: 'url', name: line.name, url: line.url }} taken={taken} onDone={onDone} />
          )}
          {line.kind === 'command' && <ServerForm start={{ ...NOTHING, ...line }} taken={taken} onDone={onDone} />}
        </>
      )}
    </div>
  );
}
