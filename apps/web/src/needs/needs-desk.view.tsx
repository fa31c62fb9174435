import type { JSX } from 'preact';
import type { TownNeed, TownOption } from '#libs/needs/src/index.js';
import type { Form } from '../edge/form.js';
import { page, type Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { Written } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { ErrorSummary, Select } from '../layout/form.view.js';
import { FoldOut, Rows } from '../layout/parts.view.js';
import { DeskHead } from '../town-hall/desk.view.js';
import { AssociationNav } from '../association/desk.view.js';
import { HallNav } from '../town-hall/home.view.js';
import { PosterLinks } from '../papers/poster.view.js';
import type { Office } from '../town-hall/offices.js';
import { NeedLine, NeedTag, Options } from './board.view.js';
import { DAYS } from './needs.requests.js';

interface DeskOfNeeds {
  readonly office: Office;
  /** The place's, in addresses. */
  readonly slug: string;
  readonly needs: readonly TownNeed[];
  readonly options: readonly TownOption[];
  readonly days: number;
}

/** What waits for an answer, what has a price; at the town hall's own desk also in how many days it answers. */
export function needsDeskPage(reading: Reading, desk: DeskOfNeeds, form: Form): Page {
  const { say, href, text } = reading;
  const { id, kind, name } = desk.office.body;
  const [at, hall] = [`/${kind}/${id}`, kind === 'town-hall'];
  const open = desk.needs.filter(({ answer, chosen }) => !answer && !chosen);
  const answered = desk.needs.filter(({ answer, chosen }) => answer ?? chosen);
  const body = (
    <div class="wrap narrow-page sect stack loose">
      <DeskHead
        crumbs={[[href(at), text(name).text]]}
        title={say('needs.crumb')}
        lead={say(hall ? 'needs.desk-lead' : 'needs.desk-lead-association')}
      />
      {hall ? <HallNav id={id} /> : <AssociationNav id={id} />}
      <ErrorSummary form={form} />
      <PapersDoor at={at} />
      <section class="stack">
        <h2>{say(hall ? 'needs.to-answer' : 'needs.unanswered', { n: open.length })}</h2>
        {open.length === 0 ? (
          <p class="empty">{say(hall ? 'needs.all-answered' : 'needs.all-have-answers')}</p>
        ) : (
          <NeedRows needs={open} at={at} />
        )}
      </section>
      {answered.length > 0 && (
        <section class="stack">
          <h2>{say('needs.answered')}</h2>
          <NeedRows needs={answered} at={at} />
        </section>
      )}
      {desk.options.length > 0 && hall && <OwnOptions options={desk.options} at={at} />}
      {desk.options.length > 0 && !hall && <Options options={desk.options} />}
      {hall && <Days days={desk.days} at={at} form={form} />}
      <PosterLinks at={`/t/${desk.slug}/needs/poster.pdf`} />
    </div>
  );
  return page({ title: say('needs.crumb'), index: false, body });
}

function PapersDoor({ at }: { at: string }): JSX.Element {
  const { say, href } = useReading();
  return (
    <p>
      <a class="btn line" href={href(`${at}/papers`)}>
        {say('papers.title')}
      </a>
    </p>
  );
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

/** Needs as rows of a desk. */
export function NeedRows({ needs, at }: { needs: readonly TownNeed[]; at: string }): JSX.Element {
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
