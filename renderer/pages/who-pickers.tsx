import { spell } from '../elements/hidden-characters.js';
import { Picker } from '../elements/picker.js';
import { useSnapshot } from '../state/board.js';
import { useClientTitles } from '../state/client-titles.js';
import { useWords } from '../words/words.js';

interface Props {
  /** a name; empty: all of them */
  value: string;
  onChange: (value: string) => void;
}

/** Narrows a page to one client. */
export function ClientPicker(props: Props) {
  const t = useWords();
  const titleOf = useClientTitles();
  const clients = useSnapshot((snapshot) => snapshot.clients);
  const choices = clients.map(({ name }) => ({ value: name, label: spell(titleOf(name)) }));
  return <Picker label={t('tools.client')} choices={[{ value: '', label: t('tools.everyClient') }, ...choices]} {...props} />;
}

/** Narrows a page to one server. */
export function ServerPicker(props: Props) {
  const t = useWords();
  const servers = useSnapshot((snapshot) => snapshot.servers);
  const choices = servers.map(({ name }) => ({ value: name, label: spell(name) }));
  return <Picker label={t('tools.server')} choices={[{ value: '', label: t('tools.everyServer') }, ...choices]} {...props} />;
}
