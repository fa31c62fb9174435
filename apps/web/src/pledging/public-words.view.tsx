import type { ComponentChildren, JSX } from 'preact';
import type { PublicGift, WordsToRead } from '#libs/pledges/src/index.js';
import { Form } from '../edge/form.js';
import type { Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { useReading } from '../layout/context.js';
import { capital } from '../projects/capital.js';
import { giftFormPage, type GiftPlace } from './gift-form.view.js';
import { PublicWordsFields } from './give-fields.view.js';

/** A form that holds what stands beside a gift now. */
export function formOfWords(words: WordsToRead | null): Form {
  return Form.blank({ publicName: words?.name, 'dedication.kind': words?.dedicationKind, 'dedication.text': words?.dedication }); // prettier-ignore
}

/** Where a donor writes what stands beside his gift in public. */
export function publicWordsPage(reading: Reading, place: GiftPlace, form: Form): Page {
  const { say } = reading;
  const words = { title: say('gift.words.title', { ref: place.ref }), lead: say('gift.words.lead'), at: 'words' };
  return giftFormPage(reading, { ...place, ...words, form, fields: <PublicWordsFields form={form} /> });
}

/** What stands beside a gift, for its donor: his name, his dedication, and whether they show. */
export function publicWordsRows(
  { say, href }: Reading,
  words: WordsToRead | null,
  { path, query }: Pick<GiftPlace, 'path' | 'query'>,
): (readonly [string, ComponentChildren])[] {
  return [
    [
      say('gift.public'),
      <>
        {words?.name ?? say('giving.anonymous')}
        <br />
        <a href={href(`${path}/words${query}`)}>{say('gift.words.change')}</a>
      </>,
    ],
    ...(words?.dedication
      ? [[capital(say('term.dedication')), say('project.quoted', { text: words.dedication })] as const]
      : []),
    ...(words?.verdict === 'hidden'
      ? [[say('gift.words'), say('gift.words.hidden', { why: say(`words.why.${words.reason!}`) })] as const]
      : []),
    ...(words?.waits ? [[say('gift.words'), say('gift.words.unseen')] as const] : []),
  ];
}

/** One gift of a public list: who, when, how much, and what he wrote. */
export function PublicGiftItem({
  gift: { amount, dedication, dedicationKind },
  who,
  when,
  names,
}: {
  gift: Pick<PublicGift, 'amount' | 'dedication' | 'dedicationKind'>;
  who: string;
  when: ComponentChildren;
  names?: string | undefined;
}): JSX.Element {
  const { say, moneyRound } = useReading();
  return (
    <li>
      <span>
        {who}
        <br />
        <span class="small mute">{when}</span>
      </span>
      <strong>{moneyRound(amount)}</strong>
      {names && <span class="small mute">{names}</span>}
      {dedication && (
        <span class="small mute">
          {dedicationKind === 'wish' ? '' : `${say(`project.dedicated-${dedicationKind}`)}: `}
          {say('project.quoted', { text: dedication })}
        </span>
      )}
    </li>
  );
}
