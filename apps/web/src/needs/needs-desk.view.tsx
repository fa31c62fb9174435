import type { JSX } from 'preact';
import type { PersonCard } from '#libs/identity/src/index.js';
import type { NeedAndSame, Offer, TownNeed, TownOption } from '#libs/needs/src/index.js';
import type { Form } from '../edge/form.js';
import { page, type Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { Written } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { Choices, CommandIdField, ErrorSummary, Field, Select, TextArea } from '../layout/form.view.js';
import { FoldOut, Quote, Rows } from '../layout/parts.view.js';
import { DeskHead } from '../town-hall/desk.view.js';
import { HallNav } from '../town-hall/home.view.js';
import { PosterLinks } from '../papers/poster.view.js';
import type { Office } from '../town-hall/offices.js';
import { NeedLine, NeedTag } from './board.view.js';
import { DAYS } from './needs.requests.js';

interface DeskOfNeeds {
  readonly office: Office;
  /** The place's, in addresses. */
  readonly slug: string;
  readonly needs: readonly TownNeed[];
  readonly options: readonly TownOption[];
  readonly days: number;
}

/** What the town hall has to answer, what has a price, and in how many days it answers. */
export function needsDeskPage(reading: Reading, desk: DeskOfNeeds, form: Form): Page {
  const { say, href, text } = reading;
  const at = `/town-hall/${desk.office.body.id}`;
  const open = desk.needs.filter(({ answer }) => !answer);
  const answered = desk.needs.filter(({ answer }) => answer);
  const body = (
    <div class="wrap narrow-page sect stack loose">
      <DeskHead
        crumbs={[[href(at), text(desk.office.body.name).text]]}
        title={say('needs.crumb')}
        lead={say('needs.desk-lead')}
      />
      <HallNav id={desk.office.body.id} />
      <ErrorSummary form={form} />
      <section class="stack">
        <h2>{say('needs.to-answer', { n: open.length })}</h2>
        {open.length === 0 ? <p class="empty">{say('needs.all-answered')}</p> : <NeedRows needs={open} at={at} />}
      </section>
      {answered.length > 0 && (
        <section class="stack">
          <h2>{say('needs.answered')}</h2>
          <NeedRows needs={answered} at={at} />
        </section>
      )}
      {desk.options.length > 0 && <OwnOptions options={desk.options} at={at} />}
      <Days days={desk.days} at={at} form={form} />
      <p>
        <a href={href(`${at}/papers`)}>{say('papers.title')}</a>
      </p>
      <PosterLinks at={`/t/${desk.slug}/needs/poster.pdf`} />
    </div>
  );
  return page({ title: say('needs.crumb'), index: false, body });
}

function Days({ days, at, form }: { days: number; at: string; form: Form }): JSX.Element {
  const { say, href } = useReading();
  return (
    <FoldOut summary={say('needs.days-title', { n: days })}>
      <form method="post" action={href(`${at}/needs/days`)} class="stack" novalidate>
        <Select
          form={form}
          name="days"
          label={say('needs.days')}
          hint={say('needs.days-hint')}
          options={DAYS.map((n) => [n, n] as const)}
        />
        <button class="btn line">{say('needs.days-save')}</button>
      </form>
    </FoldOut>
  );
}

function NeedRows({ needs, at }: { needs: readonly TownNeed[]; at: string }): JSX.Element {
  const { href } = useReading();
  return (
    <Rows
      rows={needs.map((need) => ({
        title: (
          <a href={href(`${at}/needs/${need.id}`)}>
            <Written text={need.title} />
          </a>
        ),
        line: <NeedLine need={need} mine={false} />,
        end: <NeedTag need={need} />,
      }))}
    />
  );
}

function OwnOptions({ options, at }: { options: readonly TownOption[]; at: string }): JSX.Element {
  const { say, href, money } = useReading();
  return (
    <section class="stack" id="options">
      <h2>{say('needs.options')}</h2>
      <Rows
        rows={options.map((option) => ({
          title: (
            <a href={href(`${at}/options/${option.id}`)}>
              <Written text={option.title} />
            </a>
          ),
          line: say('needs.source', { source: option.source }),
          end: <strong>{money(option.cost)}</strong>,
        }))}
      />
    </section>
  );
}

interface NeedAtDesk {
  readonly office: Office;
  readonly found: NeedAndSame;
  readonly others: readonly TownNeed[];
  readonly offers: readonly Offer[];
  /** Addresses of those who offer help and agreed that officers see them. */
  readonly people: readonly PersonCard[];
}

/** One need at the desk: the answer, what is the same, the price. */
export function needDeskPage(reading: Reading, shown: NeedAtDesk, form: Form): Page {
  const { say, href, text, date } = reading;
  const { need, same } = shown.found;
  const hall = `/town-hall/${shown.office.body.id}`;
  const at = `${hall}/needs/${need.id}`;
  const body = (
    <div class="wrap narrow-page sect stack loose">
      <DeskHead
        crumbs={[
          [href(hall), text(shown.office.body.name).text],
          [href(`${hall}/needs`), say('needs.crumb')],
        ]}
        title={<Written text={need.title} />}
        lead={<Written text={need.why} />}
      />
      <p class="small mute">
        <NeedLine need={need} mine={false} /> · {date(need.at)} <NeedTag need={need} />
      </p>
      <ErrorSummary form={form} />
      {need.answer && (
        <Quote by={`${say('town.hall')}, ${date(need.answer.at)}`}>
          <Written text={need.answer.why} />
        </Quote>
      )}
      <AnswerForm form={form} at={at} again={need.answer !== null} />
      <FoldOut summary={say('needs.price')} hint={say('needs.price-hint')} open={form.value('cost') !== ''}>
        <PriceForm form={form} at={at} />
      </FoldOut>
      <FoldOut summary={say('needs.merge')} hint={say('needs.merge-hint')} open={form.errorOf('into') !== undefined}>
        <MergeForms shown={shown} form={form} at={at} />
      </FoldOut>
      {same.length > 0 && <p class="hint">{say('needs.same-n', { n: same.length })}</p>}
      {shown.offers.length > 0 && <Helpers shown={shown} />}
    </div>
  );
  return page({ title: text(need.title).text, index: false, body });
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

function PriceForm({ form, at }: { form: Form; at: string }): JSX.Element {
  const { say, href } = useReading();
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
