import type { JSX } from 'preact';
import { WORDS_REASONS, type WordsToRead } from '#libs/pledges/src/index.js';
import { Form } from '../edge/form.js';
import type { Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { Tag } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { ErrorSummary, Field, Select } from '../layout/form.view.js';
import { deskPage } from '../operator/desk.view.js';

/** Words with the name of the project or the fund to which the gift is. */
export type Named = WordsToRead & { readonly beside: string };

interface WordsView {
  readonly ref: string;
  readonly form: Form;
  readonly list: readonly Named[];
}

/** What donors wrote for everybody: read it, and hide what may not stand. */
export function wordsPage(reading: Reading, { ref, form, list }: WordsView): Page {
  const { say } = reading;
  return deskPage(reading, {
    title: say('operator.room.words'),
    room: 'words',
    lead: say('words.lead'),
    body: (
      <>
        {list.length === 0 ? (
          <p class="empty">{say(ref ? 'words.none-of-ref' : 'words.none')}</p>
        ) : (
          <List list={list} form={form} />
        )}
        <form method="get" class="stack narrow">
          <Field
            form={Form.blank({ ref })}
            name="ref"
            label={say('operator.find-by-ref')}
            hint={say('words.find-hint')}
            maxlength={40}
            short
          />
          <button class="btn line">{say('term.search')}</button>
        </form>
      </>
    ),
  });
}

function List({ list, form }: { list: readonly Named[]; form: Form }): JSX.Element {
  const { say, href } = useReading();
  return (
    <form method="post" action={href('/operator/words')} class="stack loose">
      <ErrorSummary form={form} />
      <ul class="rowlist">
        {list.map((words, index) => (
          <Row words={words} index={index} form={form} key={words.id} />
        ))}
      </ul>
      <p>
        <button class="btn">{say('words.read', { n: list.length })}</button>
      </p>
    </form>
  );
}

function Row({ words, index, form }: { words: Named; index: number; form: Form }): JSX.Element {
  const { say, date } = useReading();
  const { name, dedication, dedicationKind, pool, poolNames, verdict, reason } = words;
  const field = `gifts.${index}.hide`;
  const now = Form.blank({ [field]: form.value(field) || reason });
  return (
    <li class="no-picture">
      <div class="stack tight">
        <h2 class="h-row">{name ?? say('giving.anonymous')}</h2>
        {dedication && (
          <p>
            {dedicationKind === 'wish' ? '' : `${say(`project.dedicated-${dedicationKind!}`)}: `}
            {say('project.quoted', { text: dedication })}
          </p>
        )}
        {pool && <p>{say('words.pool', { pool, n: poolNames.length, names: poolNames.join(', ') })}</p>}
        <p class="small mute">{`${words.ref} · ${words.beside} · ${date(words.at)}`}</p>
        {verdict !== 'unseen' && (
          <p>
            <Tag tone={verdict === 'shown' ? 'ok' : 'bad'}>{say(`words.${verdict}`)}</Tag>
          </p>
        )}
      </div>
      <div>
        <input type="hidden" name={`gifts.${index}.id`} value={words.id} />
        <input type="hidden" name={`gifts.${index}.digest`} value={words.digest} />
        <Select
          form={now}
          name={field}
          label={say('words.say', { ref: words.ref })}
          options={[
            ['', say('words.show')],
            ...WORDS_REASONS.map((one) => [one, say('words.hide', { why: say(`words.why.${one}`) })] as const),
          ]}
        />
      </div>
    </li>
  );
}
