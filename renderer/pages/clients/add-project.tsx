import { useState } from 'react';
import { Button } from '../../elements/button.js';
import { Field } from '../../elements/field.js';
import { useCommand } from '../../state/commands.js';
import { useWords } from '../../words/words.js';

/** Names one more folder whose project may have files of its own. */
export function AddProject({ onChanged }: { onChanged: () => void }) {
  const t = useWords();
  const run = useCommand();
  const [folder, setFolder] = useState('');
  const add = async () => {
    const settings = await run('settings.get', {});
    if (!settings.ok || folder.trim() === '') return;
    const projectFolders = [...new Set([...settings.value.projectFolders, folder.trim()])];
    const answer = await run('settings.set', { projectFolders });
    if (!answer.ok) return;
    setFolder('');
    onChanged();
  };
  return (
    <form
      className="row"
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      <Field
        label={t('clients.addProject')}
        hint={t('clients.addProjectHint')}
        value={folder}
        onChange={(event) => setFolder(event.target.value)}
      />
      <Button submits disabled={folder.trim() === ''}>
        {t('clients.addProjectNow')}
      </Button>
    </form>
  );
}
