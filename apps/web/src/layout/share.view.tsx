import type { JSX } from 'preact';
import { useReading, useScript } from './context.js';

/** Links that send an address on by the ways people use; one tap more with scripts: the phone's own sheet, copying. */
export function Share({ url, text }: { url: string; text: string }): JSX.Element {
  const { say } = useReading();
  useScript('share');
  const [page, words] = [encodeURIComponent(url), encodeURIComponent(text)];
  const ways = [
    ['Viber', `viber://forward?text=${words}`],
    ['WhatsApp', `https://wa.me/?text=${words}`],
    ['Telegram', `https://t.me/share/url?url=${page}&text=${words}`],
    ['Facebook', `https://www.facebook.com/sharer/sharer.php?u=${page}`],
  ] as const;
  return (
    <plai-share data-url={url} data-text={text} data-copied={say('share.copied')}>
      <p class="share small">
        {ways.map(([name, href]) => (
          <a href={href} rel="noopener" key={name}>
            {name}
          </a>
        ))}
        <button type="button" class="link" data-do="copy" hidden>
          {say('share.copy')}
        </button>
        <button type="button" class="link" data-do="sheet" hidden>
          {say('share.more')}
        </button>
      </p>
      <p class="small mute" role="status" />
    </plai-share>
  );
}

/** A text to be copied, such as a payment reference: shown to be read and marked, with a button when scripts run. */
export function Copyable({ text, label }: { text: string; label: string }): JSX.Element {
  const { say } = useReading();
  useScript('copy');
  return (
    <plai-copy data-copied={say('share.copied')}>
      <code class="copyable">{text}</code>{' '}
      <button type="button" class="btn line" hidden aria-label={`${say('share.copy-text')}: ${label}`}>
        {say('share.copy-text')}
      </button>
      <span class="small mute" role="status" />
    </plai-copy>
  );
}
