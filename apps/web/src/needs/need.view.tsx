import type { JSX } from 'preact';
import { placeName } from '#libs/hometowns/src/index.js';
import type { NeedAndSame, Offer, TownNeed, TownOption } from '#libs/needs/src/index.js';
import type { Form } from '../edge/form.js';
import { page, type Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { Written } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { CommandIdField, ErrorSummary, Field, TextArea } from '../layout/form.view.js';
import { Crumbs, Quote, Rows } from '../layout/parts.view.js';
import { PartField, RollChoice } from '../neighbours/neighbours.view.js';
import type { TownOf } from '../neighbours/town-of.service.js';
import { NeedLine, NeedTag, Options } from './board.view.js';
import { OfferRows } from './help.view.js';

interface Shown {
  readonly town: TownOf;
  readonly found: NeedAndSame;
  readonly offers: readonly Offer[];
  readonly options: readonly TownOption[];
  readonly mine: boolean;
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
      {need.mergedInto ? (
        <p class="note">
          {say('needs.merged')} <a href={href(`${at}/${need.mergedInto}`)}>{say('needs.merged-see')}</a>
        </p>
      ) : (
        need.hidden === null && <Support town={town} need={need} mine={shown.mine} form={form} />
      )}
      {need.answer && <Answer answer={need.answer} />}
      {options.length > 0 && <Options options={options} />}
      {same.length > 0 && <Same same={same} />}
      {need.hidden === null && <Offers shown={shown} />}
    </div>
  );
  return page({ title, nav: 'map', body });
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
    </section>
  );
}

function Support({ town, need, mine, form }: { town: TownOf; need: TownNeed; mine: boolean; form: Form }): JSX.Element {
  const { say, href } = useReading();
  const action = href(`/t/${town.place.slug}/needs/${need.id}/${mine ? 'unsupport' : 'support'}`);
  return (
    <form method="post" action={action} class="stack" novalidate>
      {!town.me && <RollChoice form={form} />}
      <p>
        <button class={mine ? 'btn line' : 'btn'}>{say(mine ? 'needs.unsupport' : 'needs.support')}</button>
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

/** Where a need is written; with `alike`, what sounds the same stands above and the press means that it is another one. */
export function proposePage(
  reading: Reading,
  { town, form, alike }: { town: TownOf; form: Form; alike: readonly TownNeed[] },
): Page {
  const { say, href } = reading;
  const at = `/t/${town.place.slug}/needs`;
  const title = say('needs.propose');
  const body = (
    <div class="wrap narrow sect stack">
      <h1 class="h-page">{title}</h1>
      <ErrorSummary form={form} />
      {alike.length > 0 && <Alike alike={alike} at={at} />}
      <form method="post" action={href(`${at}/new`)} class="stack" novalidate>
        <CommandIdField form={form} />
        {alike.length > 0 && <input type="hidden" name="sure" value="yes" />}
        <Field form={form} name="title" label={say('needs.what')} hint={say('needs.what-hint')} maxlength={120} />
        <TextArea
          form={form}
          name="why"
          label={say('needs.why')}
          hint={say('needs.why-hint')}
          rows={6}
          maxlength={2000}
        />
        <PartField form={form} parts={town.parts} />
        {!town.me && <RollChoice form={form} />}
        <p class="hint">{say('needs.no-petition')}</p>
        <button class="btn">{say(alike.length > 0 ? 'needs.send-anyway' : 'needs.send')}</button>
      </form>
    </div>
  );
  return page({ title, index: false, plain: { back: href(at), label: say('needs.crumb') }, body });
}

function Alike({ alike, at }: { alike: readonly TownNeed[]; at: string }): JSX.Element {
  const { say, href } = useReading();
  return (
    <section class="stack" aria-labelledby="alike">
      <h2 id="alike">{say('needs.alike')}</h2>
      <p>{say('needs.alike-lead')}</p>
      <Rows
        rows={alike.map((need) => ({
          title: (
            <a href={href(`${at}/${need.id}`)}>
              <Written text={need.title} />
            </a>
          ),
          line: <NeedLine need={need} mine={false} />,
        }))}
      />
    </section>
  );
}
