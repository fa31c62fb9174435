import type { JSX } from 'preact';
import { type PlaceFound, placeName } from '#libs/hometowns/src/index.js';
import type { Offer, TownNeedId, WrittenNeed } from '#libs/needs/src/index.js';
import type { Form } from '../edge/form.js';
import type { Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { Tag, Written } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { ErrorSummary, Field } from '../layout/form.view.js';
import { Note, Rows } from '../layout/parts.view.js';
import { Older } from '../layout/table.view.js';
import { deskPage } from '../operator/desk.view.js';
import { OfferRows } from './help.view.js';

/** A need with its place. */
export interface PlacedNeed extends WrittenNeed {
  readonly place: PlaceFound;
}

/** What was written on boards lately, the newest first. */
export function boardsPage(
  reading: Reading,
  { needs, next }: { needs: readonly PlacedNeed[]; next: string | null },
): Page {
  const { say, href, lang, date } = reading;
  return deskPage(reading, {
    title: say('operator.room.boards'),
    room: 'boards',
    lead: say('operator.boards.lead'),
    inside: true,
    body: (
      <>
        {needs.length === 0 && <p class="empty">{say('operator.boards.none')}</p>}
        <Rows
          rows={needs.map((need) => ({
            title: (
              <a href={href(`/operator/boards/${need.id}`)}>
                <Written text={need.title} />
              </a>
            ),
            line: `${placeName(lang, need.place)}, ${date(need.at)}`,
            end: need.hidden !== null && <Tag>{say('needs.hidden')}</Tag>,
          }))}
        />
        <Older href={next && href(`/operator/boards?after=${next}`)} />
      </>
    ),
  });
}

/** One need as it was written, with the help offered for it: hides it with a public reason, or shows it again. */
export function judgePage(
  reading: Reading,
  { need, offers }: { need: PlacedNeed; offers: readonly Offer[] },
  form: Form,
): Page {
  const { text, lang, date } = reading;
  return deskPage(reading, {
    title: text(need.title).text,
    room: 'boards',
    inside: true,
    lead: `${placeName(lang, need.place)}, ${date(need.at)}`,
    body: (
      <>
        <Words need={need} offers={offers} />
        <Judge need={need} form={form} />
      </>
    ),
  });
}

function Words({ need, offers }: { need: PlacedNeed; offers: readonly Offer[] }): JSX.Element {
  const { say, href } = useReading();
  return (
    <section class="stack">
      <p>
        <Written text={need.why} />
      </p>
      {need.hidden !== null && <Note>{say('needs.hidden-why', { reason: need.hidden })}</Note>}
      {offers.length > 0 && (
        <>
          <h2>{say('needs.offers')}</h2>
          <OfferRows offers={offers} at="" mine={null} />
        </>
      )}
      <p>
        <a href={href(`/t/${need.place.slug}/needs/${need.id}`)}>{say('operator.boards.public')}</a>
      </p>
    </section>
  );
}

function Judge({ need, form }: { need: PlacedNeed; form: Form }): JSX.Element {
  const { say, href } = useReading();
  const { id, hidden }: { id: TownNeedId } & PlacedNeed = need;
  const [value, words] = hidden === null ? ['yes', 'operator.boards.hide'] : ['no', 'operator.boards.show'];
  return (
    <form method="post" action={href(`/operator/boards/${id}`)} class="stack" novalidate>
      <h2>{say(words)}</h2>
      <ErrorSummary form={form} />
      <Field
        form={form}
        name="reason"
        label={say('operator.news.reason')}
        hint={say('operator.boards.reason-hint')}
        maxlength={500}
      />
      <p class="row">
        <button class="btn" name="hidden" value={value}>
          {say(words)}
        </button>
        <a class="btn line" href={href('/operator/boards')}>
          {say('operator.news.keep')}
        </a>
      </p>
    </form>
  );
}
