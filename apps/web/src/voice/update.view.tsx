import type { JSX } from 'preact';
import type { UpdateView } from '#libs/voice/src/index.js';
import { Written } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';

/** What news say, or why they are hidden; in an election period also by which rule they were written. */
export function UpdateWords({ update }: { update: Pick<UpdateView, 'text' | 'hidden' | 'neutral'> }): JSX.Element {
  const { say } = useReading();
  const { text, hidden, neutral } = update;
  return (
    <>
      {text ? (
        <p>
          <Written text={text} />
        </p>
      ) : (
        <p class="mute">{say('update.hidden', { reason: hidden ?? '' })}</p>
      )}
      {neutral && text && (
        <p class="small mute">
          <Written text={neutral} />. {say('update.neutral')}
        </p>
      )}
    </>
  );
}
