import { Tabs } from '@base-ui/react/tabs';
import { useState } from 'react';
import { PageFrame } from '../../elements/page.js';
import { Broken, Loading } from '../../elements/state-pages.js';
import { useAnswer } from '../../state/commands.js';
import { useSnapshot } from '../../state/board.js';
import { go, useRoute } from '../../state/route.js';
import { useFailure, useWords } from '../../words/words.js';
import { ObservedRules } from './observed-rules.js';
import { PolicyEditor } from './policy-editor.js';
import { PolicyHistory } from './policy-history.js';
import { Presets } from './presets.js';
import { RuleSentences } from './rule-sentences.js';

const TABS = ['sentences', 'json', 'observed', 'history', 'presets'] as const;
type Tab = (typeof TABS)[number];

/** `#/rules/observed` opens that tab */
const tabOf = (part: string | undefined): Tab => TABS.find((name) => name === part) ?? 'sentences';

export function RulesPage() {
  const t = useWords();
  const failureOf = useFailure();
  const revision = useSnapshot(({ gate }) => gate.policyRevision);
  const { value, failure } = useAnswer('policy.show', {}, String(revision));
  const tab = tabOf(useRoute().parts[0]);
  const setTab = (next: Tab) => go('rules', next);
  const [line, setLine] = useState<number>();
  return (
    <PageFrame title={t('page.rules')} flush tools={<span className="quiet small">{t('rules.revision', { revision })}</span>}>
      <Tabs.Root value={tab} onValueChange={setTab} className="detail-tabs">
        <Tabs.List className="tabs page-tabs">
          {TABS.map((name) => (
            <Tabs.Tab key={name} value={name} className="tab">
              {t(`rules.tab.${name}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {failure ? (
          <div className="page-body">
            <Broken message={failure.message} fix={failure.fix} />
          </div>
        ) : !value ? (
          <div className="page-body">
            <Loading label={t('common.loading')} />
          </div>
        ) : (
          <>
            <Tabs.Panel value="sentences" className="page-body" tabIndex={0}>
              {value.problem !== undefined && <Broken message={failureOf(value.problem)} />}
              <RuleSentences
                text={value.text}
                revision={value.revision}
                onOpen={(at) => {
                  setLine(at);
                  setTab('json');
                }}
              />
            </Tabs.Panel>
            <Tabs.Panel value="json" className="page-body editor-page">
              <PolicyEditor key={value.revision} text={value.text} revision={value.revision} line={line} />
            </Tabs.Panel>
            <Tabs.Panel value="observed" className="page-body" tabIndex={0}>
              <ObservedRules revision={value.revision} />
            </Tabs.Panel>
            <Tabs.Panel value="history" className="page-body" tabIndex={0}>
              <PolicyHistory current={value.text} revision={value.revision} />
            </Tabs.Panel>
            <Tabs.Panel value="presets" className="page-body" tabIndex={0}>
              <Presets text={value.text} />
            </Tabs.Panel>
          </>
        )}
      </Tabs.Root>
    </PageFrame>
  );
}
