import type { JSX } from 'preact';
import type { PersonCard } from '#libs/identity/src/index.js';
import type { NamedNeed, NeedAndSame, Offer, TownNeed } from '#libs/needs/src/index.js';
import type { Lang } from '#libs/platform/src/index.js';
import type { Form } from '../edge/form.js';
import { page, type Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { Written } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { Choices, CommandIdField, ErrorSummary, Field, Select, TextArea, Ticks } from '../layout/form.view.js';
import { FoldOut, Note, Quote, Rows } from '../layout/parts.view.js';
import { DeskHead } from '../town-hall/desk.view.js';
import type { Office } from '../town-hall/offices.js';
import { NeedLine, NeedTag } from './board.view.js';
import { NeedRows } from './needs-desk.view.js';

interface NeedAtDesk {
  readonly office: Office;
  /** The place's, in addresses. */
  readonly slug: string;
  readonly found: NeedAndSame;
  readonly others: readonly NamedNeed[];
  readonly offers: readonly Offer[];
  /** Addresses of those who offer help and agreed that officers see them. */
  readonly people: readonly PersonCard[];
}

/** One need at the desk: what is the same, who helps; at the town hall's own also the answer and the price. */
export function needDeskPage(reading: Reading, shown: NeedAtDesk, form: Form): Page {
  const { say, href, text } = reading;
  const { need, same } = shown.found;
  const { id, kind, name } = shown.office.body;
  const [home, hall] = [`/${kind}/${id}`, kind === 'town-hall'];
  const at = `${home}/needs/${need.id}`;
  const body = (
    <div class="wrap narrow-page sect stack loose">
      <DeskHead
        crumbs={[
          [href(home), text(name).text],
          [href(`${home}/needs`), say('needs.crumb')],
        ]}
        title={<Written text={need.title} />}
        lead={<Written text={need.why} />}
      />
      {reading.query.has('done') && form.errors.length === 0 && <Done path={`/t/${shown.slug}/needs/${need.id}`} />}
      <Told need={need} />
      <ErrorSummary form={form} />
      {hall && <InItsLanguage lang={need.title.original} />}
      {hall && <HallForms shown={shown} form={form} at={at} />}
      <FoldOut
        summary={say('needs.merge')}
        hint={say('needs.merge-hint')}
        open={need.mergedInto !== null || form.errorOf('into') !== undefined}
      >
        <MergeForms shown={shown} form={form} at={at} />
      </FoldOut>
      {same.length > 0 && <Under same={same} home={home} />}
      {shown.offers.length > 0 && <Helpers shown={shown} />}
    </div>
  );
  return page({ title: text(need.title).text, index: false, body });
}

/** What was done is published: the way there. */
function Done({ path }: { path: string }): JSX.Element {
  const { say, href } = useReading();
  return (
    <Note tone="ok">
      {say('needs.done')} <a href={href(path)}>{say('needs.public')}</a>
    </Note>
  );
}

/** An answer is published in the language of the page: the page in the need's own, where that is another. */
function InItsLanguage({ lang }: { lang: Lang }): JSX.Element | null {
  const reading = useReading();
  const { say } = reading;
  if (lang === reading.lang) return null;
  return (
    <p class="hint">
      {say('needs.answer-lang', { lang })}{' '}
      <a href={reading.inLang(lang)} hreflang={lang}>
        {lang.toUpperCase()}
      </a>
    </p>
  );
}

function Told({ need }: { need: TownNeed }): JSX.Element {
  const { say, date } = useReading();
  return (
    <>
      <p class="small mute">
        <NeedLine need={need} mine={false} /> · {date(need.at)} <NeedTag need={need} />
      </p>
      {need.answer && (
        <Quote by={`${say('town.hall')}, ${date(need.answer.at)}`}>
          <Written text={need.answer.why} />
        </Quote>
      )}
    </>
  );
}

function Under({ same, home }: { same: readonly TownNeed[]; home: string }): JSX.Element {
  const { say } = useReading();
  return (
    <section class="stack">
      <h2>{say('needs.same-n', { n: same.length })}</h2>
      <NeedRows needs={same} at={home} />
    </section>
  );
}

function HallForms({ shown, form, at }: { shown: NeedAtDesk; form: Form; at: string }): JSX.Element {
  const { say } = useReading();
  const tried = form.value('title') !== '' || form.errorOf('title') !== undefined;
  return (
    <>
      <AnswerForm form={form} at={at} again={shown.found.need.answer !== null} />
      <FoldOut summary={say('needs.price')} hint={say('needs.price-hint')} open={tried}>
        <PriceForm form={form} at={at} others={shown.others} />
      </FoldOut>
    </>
  );
}

function AnswerForm({ form, at, again }: { form: Form; at: string; again: boolean }): JSX.Element {
  const { say, href } = useReading();
  return (
    <form method="post" action={href(`${at}/answer`)} class="stack" novalidate>
      <h2>{say(again ? 'needs.answer-again' : 'needs.answer')}</h2>
      <CommandIdField form={form} />
      <Choices
        form={form}
        name="kind"
        label={say('needs.answer-kind')}
        options={(['planned', 'done', 'not'] as const).map(
          (kind) => [kind, say(`needs.answer.${kind}`), say(`needs.answer.${kind}-hint`)] as const,
        )}
      />
      <TextArea
        form={form}
        name="why"
        label={say('needs.answer-why')}
        hint={say('needs.answer-hint')}
        maxlength={2000}
      />
      <button class="btn">{say('needs.answer-send')}</button>
    </form>
  );
}

function PriceForm({ form, at, others }: { form: Form; at: string; others: readonly NamedNeed[] }): JSX.Element {
  const { say, href, text } = useReading();
  return (
    <form method="post" action={href(`${at}/option`)} class="stack" novalidate>
      <CommandIdField form={form} />
      <Field form={form} name="title" label={say('needs.option-title')} maxlength={120} />
      <TextArea form={form} name="description" label={say('needs.option-text')} maxlength={2000} />
      <Field form={form} name="cost" label={say('needs.option-cost')} inputmode="decimal" short />
      <Field
        form={form}
        name="source"
        label={say('needs.option-source')}
        hint={say('needs.option-source-hint')}
        maxlength={300}
      />
      <Field form={form} name="part" label={say('neighbours.part')} maxlength={60} />
      {others.length > 0 && (
        <Ticks
          form={form}
          name="also"
          label={say('needs.option-also')}
          options={others.map(({ id, title }) => [id, text(title).text] as const)}
        />
      )}
      <button class="btn">{say('needs.option-send')}</button>
    </form>
  );
}

function MergeForms({
  shown: { found, others },
  form,
  at,
}: {
  shown: NeedAtDesk;
  form: Form;
  at: string;
}): JSX.Element {
  const { say, href, text } = useReading();
  if (found.need.mergedInto)
    return (
      <form method="post" action={href(`${at}/parting`)}>
        <button class="btn line">{say('needs.part')}</button>
      </form>
    );
  const options = others.map((other) => [other.id, text(other.title).text] as const);
  return (
    <form method="post" action={href(`${at}/merge`)} class="stack" novalidate>
      <Select form={form} name="into" label={say('needs.merge-into')} options={[['', '–'] as const, ...options]} />
      <button class="btn line">{say('needs.merge-do')}</button>
    </form>
  );
}

function Helpers({ shown: { offers, people } }: { shown: NeedAtDesk }): JSX.Element {
  const { say } = useReading();
  const of = new Map(people.map((card) => [card.id, card]));
  return (
    <section class="stack">
      <h2>{say('needs.offers')}</h2>
      <p class="hint">{say('needs.offers-hall')}</p>
      <Rows
        rows={offers.map((offer) => {
          const card = offer.contact ? of.get(offer.by) : undefined;
          return {
            title: say(`needs.offer.${offer.kind}`),
            line: <Written text={offer.words} />,
            end: card?.email ? <a href={`mailto:${card.email}`}>{card.name ?? card.email}</a> : say('needs.no-contact'),
          };
        })}
      />
    </section>
  );
}
