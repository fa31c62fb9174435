import type { JSX } from 'preact';
import { LANGS } from '#libs/platform/src/index.js';
import { useReading } from '../layout/context.js';
import { LANGUAGES } from '../layout/names.js';

/** A paper to print, in each language; `at` is its path behind the language, `label` the key of what it is. */
export function PosterLinks({ at, label = 'poster.print' }: { at: string; label?: string }): JSX.Element {
  const { say } = useReading();
  return (
    <p class="small">
      {say(label)}:{' '}
      {LANGS.map((lang, n) => (
        <>
          {n > 0 && ' · '}
          <a href={`/${lang}${at}`} lang={lang} hreflang={lang}>
            {LANGUAGES[lang]}
          </a>
        </>
      ))}{' '}
      (PDF)
    </p>
  );
}
