import { useWords } from '../../words/words.js';
import { routeHash } from '../../state/route.js';
import { useReach } from './use-reach.js';

/** "Your agents can now call 37 tools: 4 can destroy data …", counted live while servers are listed. */
export function Reach() {
  const t = useWords();
  const { tools, destructive, financial, asks, listing } = useReach();
  const parts = [
    ...(destructive > 0 ? [{ key: 'destructive', text: t('clients.reachDestructive', { count: destructive }) }] : []),
    ...(financial > 0 ? [{ key: 'financial', text: t('clients.reachFinancial', { count: financial }) }] : []),
    ...(tools > 0 && destructive + financial === 0 ? [{ key: 'none', text: t('clients.reachNone') }] : []),
    ...(asks > 0 ? [{ key: 'asks', text: t('clients.reachAsk', { count: asks }) }] : []),
  ];
  return (
    <div className="reach" role="status">
      {tools > 0 && <strong>{t('clients.reach', { count: tools })}</strong>}
      {parts.map(({ key, text }) => (
        <span key={key} className={`reach-part ${key}`}>
          {text}
        </span>
      ))}
      {listing > 0 && <span className="quiet">{t('clients.listing', { count: listing })}</span>}
      {tools > 0 && <a href={routeHash('tools')}>{t('clients.seeTools')}</a>}
    </div>
  );
}
