import type { JSX } from 'preact';
import { placeName } from '#libs/hometowns/src/index.js';
import type { NeedAndSame, Offer, TownNeed, TownOption } from '#libs/needs/src/index.js';
import type { Form } from '../edge/form.js';
import { page, type Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { Written, WrittenIn } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { ErrorSummary } from '../layout/form.view.js';
import { Crumbs, Note, Quote, Rows } from '../layout/parts.view.js';
import { Share } from '../layout/share.view.js';
import { RollChoice } from '../neighbours/neighbours.view.js';
import type { TownOf } from '../neighbours/town-of.service.js';
import { NeedLine, NeedTag, Options } from './board.view.js';
import { OfferRows } from './help.view.js';

interface Shown {
  readonly town: TownOf;
  readonly found: NeedAndSame;
  readonly offers: readonly Offer[];
  readonly options: readonly TownOption[];
  readonly mine: boolean;
  /** The reader wrote it and may still take it back. */
  readonly takesBack: boolean;
  /** Where the reader answers for the town hall; null for everybody else. */
  readonly desk: string | null;
  /** It stands under another, and the reader, who proposed it, may part them. */
  readonly parts: boolean;
}

/** One need: why, who else, what the town hall says, who helps. */
export function needPage(reading: Reading, shown: Shown, form: Form): Page {
  const { say, href, text } = reading;
  const { town, options } = shown;
  const { need, same } = shown.found;
  const at = `/t/${town.place.slug}/needs`;
  const title = text(need.title).text;
  const body = (
    <div class="wrap narrow-page sect stack loose">
      <Head shown={shown} />
      <ErrorSummary form={form} />
      {shown.takesBack && <Note tone="ok">{say('needs.published')}</Note>}
      {need.mergedInto ? (
        <Merged town={town} need={need} parts={shown.parts} />
      ) : (
        need.hidden === null && <Support town={town} need={need} mine={shown.mine} form={form} />
      )}
      {need.hidden === null && <SendOn town={town} need={need} />}
      {need.answer && <Answer answer={need.answer} />}
      {shown.desk && !need.mergedInto && need.hidden === null && (
        <p>
          <a class="btn" href={href(`${shown.desk}/${need.id}`)}>
            {say(need.answer ? 'needs.answer-again' : 'needs.answer')}
          </a>
        </p>
      )}
      {options.length > 0 && <Options options={options} />}
      {same.length > 0 && <Same same={same} />}
      {need.hidden === null && <Offers shown={shown} />}
      {shown.takesBack && <TakeBack action={href(`${at}/${need.id}/withdrawal`)} />}
      <p class="small">
        <a href={href('/about#write')}>{say('needs.report')}</a>
      </p>
    </div>
  );
  return page({ title, nav: 'map', body });
}

function Merged({ town, need, parts }: { town: TownOf; need: TownNeed; parts: boolean }): JSX.Element {
  const { say, href } = useReading();
  const at = `/t/${town.place.slug}/needs`;
  return (
    <>
      <p class="note">
        {say('needs.merged')} <a href={href(`${at}/${need.mergedInto!}`)}>{say('needs.merged-see')}</a>
      </p>
      {parts && (
        <form method="post" action={href(`${at}/${need.id}/part`)} class="stack">
          <p class="hint">{say('needs.part-own-hint')}</p>
          <p>
            <button class="btn line">{say('needs.part-own')}</button>
          </p>
        </form>
      )}
    </>
  );
}

function Head({ shown: { town, found, mine } }: { shown: Shown }): JSX.Element {
  const { say, lang, href, date } = useReading();
  const { need } = found;
  const at = `/t/${town.place.slug}/needs`;
  return (
    <header class="stack">
      <Crumbs
        links={[
          [href(`/t/${town.place.slug}`), placeName(lang, town.place)],
          [href(at), say('needs.crumb')],
        ]}
      />
      <h1 class="h-page">
        <Written text={need.title} />
      </h1>
      <p class="small mute">
        <NeedLine need={need} mine={mine} /> · {date(need.at)}
      </p>
      <p>
        <NeedTag need={need} />
      </p>
      <p>
        <Written text={need.why} />
      </p>
      <WrittenIn text={need.why} />
    </header>
  );
}

function Answer({ answer }: { answer: NonNullable<TownNeed['answer']> }): JSX.Element {
  const { say, date } = useReading();
  return (
    <section class="stack">
      <h2>{say('needs.hall-says')}</h2>
      <Quote by={`${say('town.hall')}, ${date(answer.at)}`}>
        <Written text={answer.why} />
      </Quote>
      <WrittenIn text={answer.why} />
    </section>
  );
}

function Support({ town, need, mine, form }: { town: TownOf; need: TownNeed; mine: boolean; form: Form }): JSX.Element {
  const { say, href, viewer } = useReading();
  const action = href(`/t/${town.place.slug}/needs/${need.id}/${mine ? 'unsupport' : 'support'}`);
  return (
    <form method="post" action={action} class="stack" novalidate>
      {!town.me && <RollChoice form={form} />}
      {!viewer && <p class="hint">{say('needs.support-how')}</p>}
      <p>
        <button class={mine ? 'btn line' : 'btn'}>{say(mine ? 'needs.unsupport' : 'needs.support')}</button>
      </p>
    </form>
  );
}

/** A need lives from those who support it: the ways in which people send it on. */
function SendOn({ town, need }: { town: TownOf; need: TownNeed }): JSX.Element {
  const { say, text, lang, absolute, href } = useReading();
  const url = absolute(href(`/t/${town.place.slug}/needs/${need.mergedInto ?? need.id}`));
  const words = say('needs.share', { title: text(need.title).text, place: placeName(lang, town.place), url });
  return (
    <div>
      <p class="hint">{say('needs.send-on')}</p>
      <Share url={url} text={words} />
    </div>
  );
}

/** For whoever wrote it, while it is nobody else's too: what is written wrong is taken back and written anew. */
function TakeBack({ action }: { action: string }): JSX.Element {
  const { say } = useReading();
  return (
    <form method="post" action={action} class="stack">
      <p class="hint">{say('needs.take-back-hint')}</p>
      <p>
        <button class="btn line">{say('needs.take-back')}</button>
      </p>
    </form>
  );
}

function Same({ same }: { same: readonly TownNeed[] }): JSX.Element {
  const { say, date } = useReading();
  return (
    <section class="stack">
      <h2>{say('needs.same')}</h2>
      <Rows rows={same.map((one) => ({ title: <Written text={one.title} />, line: date(one.at) }))} />
    </section>
  );
}

function Offers({ shown: { town, found, offers } }: { shown: Shown }): JSX.Element {
  const { say, href } = useReading();
  const at = `/t/${town.place.slug}/needs/${found.need.id}/offers`;
  return (
    <section class="stack" id="offers">
      <h2>{say('needs.offers')}</h2>
      {offers.length === 0 && <p class="empty">{say('needs.no-offers')}</p>}
      {offers.length > 0 && <OfferRows offers={offers} at={at} mine={town.me?.personId ?? null} />}
      {!found.need.mergedInto && (
        <p>
          <a class="btn line" href={href(at)}>
            {say('needs.offer')}
          </a>
        </p>
      )}
    </section>
  );
}
