import './desktop/web-crypto.js';
import { join } from 'node:path';
import { createCore } from './core/public.js';
import { startDesktop } from './desktop/start-desktop.js';

startDesktop(createCore, { interfaceDir: join(__dirname, '../renderer'), preload: join(__dirname, '../preload/preload.js') });
