import i18next from 'i18next';
import { initReactI18next, useTranslation } from 'react-i18next';
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

/** The words of the interface; a component that uses them is drawn again when the language changes. */
export const useWords = () => useTranslation().t;
export type Words = ReturnType<typeof useWords>;
