import { Card } from '../../elements/page.js';
import { shortcut } from '../../words/shortcut.js';
import { useWords } from '../../words/words.js';

/** What the keyboard does beyond Tab, Enter and the arrows. */
export function KeyboardCard({ desktop }: { desktop: boolean }) {
  const t = useWords();
  const keys = (...all: string[]) => all.map((key) => <kbd key={key}>{shortcut(t, key)}</kbd>);
  return (
    <Card title={t('settings.keyboard')}>
      <dl className="facts narrow one">
        {(
          [
            [t('nav.search'), keys('K')],
            [t('settings.find'), keys('F')],
            ...(desktop ? [[t('settings.zoom'), keys('+', '−', '0')] as const] : []),
            [t('page.tools'), t('tools.keys')],
            [t('approval.title'), t('approval.keys')],
          ] as const
        ).map(([name, value]) => (
          <div key={name}>
            <dt className="quiet">{name}</dt>
            <dd className="row wraps">{value}</dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}
