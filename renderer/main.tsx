import { createRoot } from 'react-dom/client';
import { StrictMode } from 'react';
import { App } from './app.js';
import { chooseBridge } from './bridge/bridge.js';
import { followBoard } from './state/board.js';
import { followTheme } from './state/theme.js';
import { startWords } from './words/words.js';
import 'uplot/dist/uPlot.min.css';
import './style/tokens.css';
import './style/base.css';
import './style/elements.css';
import './style/shell.css';
import './style/pages.css';
import './style/risk.css';
import './style/approval.css';
import './style/narrow.css';
import './style/forced.css';

const bridge = chooseBridge();
startWords();
followTheme('system')();
void followBoard(bridge);

const root = document.getElementById('root');
if (root)
  createRoot(root).render(
    <StrictMode>
      <App bridge={bridge} />
    </StrictMode>,
  );
