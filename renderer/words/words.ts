import i18next from 'i18next';
import { useSyncExternalStore } from 'react';
import { initReactI18next } from 'react-i18next';
import { en } from './en.js';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: typeof en };
  }
}

/** Makes the words ready before the first paint. Values are put in as plain text: React escapes them. */
export function startWords(language: string): void {
  void i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'en',
    resources: { en: { translation: en } },
    interpolation: { escapeValue: false },
    initAsync: false,
  });
}

const listen = (changed: () => void): (() => void) => {
  i18next.on('languageChanged', changed);
  return () => i18next.off('languageChanged', changed);
};
const current = (): Words => i18next.t;

/** The words of the interface; a component that uses them is drawn again when the language changes. Lighter than the library's own hook: lists call it per row. */
export const useWords = (): Words => useSyncExternalStore(listen, current);
export type Words = typeof i18next.t;
