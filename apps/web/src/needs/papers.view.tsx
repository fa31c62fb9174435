import type { JSX } from 'preact';
import type { PersonId } from '#libs/kernel/src/index.js';
import type { NamedNeed, TownPaper } from '#libs/needs/src/index.js';
import type { Form } from '../edge/form.js';
import { page, type Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { Written } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { ErrorSummary, Field, Select, TextArea } from '../layout/form.view.js';
import { Facts, Note } from '../layout/parts.view.js';
import type { TownOf } from '../neighbours/town-of.service.js';
import { PaperWord, SlipFields, WaitingPapers } from '../papers/paper-desk.view.js';
import { PosterLinks } from '../papers/poster.view.js';
import { DeskHead } from '../town-hall/desk.view.js';
import type { Office } from '../town-hall/offices.js';

/** The desk of a town's papers as one of its officers sees it. */
export interface PapersDesk {
  readonly office: Office;
  readonly town: TownOf;
  /** The desk's path. */
  readonly at: string;
  readonly waiting: readonly TownPaper[];
  readonly needs: readonly NamedNeed[];
  readonly me: PersonId;
}

/** A paper, and for who signs it how many who support the same by account have its name. */
export interface PaperSeen {
  readonly paper: TownPaper;
  readonly namesakes: number;
}

/** What waits for the second officer, then the form of a new paper. */
export function papersPage(reading: Reading, desk: PapersDesk, form: Form): Page {
  const { say, href, text } = reading;
  const { body } = desk.office;
  const content = (
    <div class="wrap narrow-page sect stack loose">
      <DeskHead
        crumbs={[[href(`/${body.kind}/${body.id}`), text(body.name).text]]}
        title={say('papers.title')}
        lead={say('papers.lead')}
      />
      <PosterLinks at={`/t/${desk.town.place.slug}/needs/form.pdf`} label="papers.print" />
      {reading.query.get('entered') && <Note tone="ok">{say('papers.entered')}</Note>}
      {reading.query.get('done') === 'sign' && <Note tone="ok">{say('papers.signed')}</Note>}
      <ErrorSummary form={form} />
      <WaitingPapers waiting={desk.waiting} at={desk.at} me={desk.me} what={({ title }) => <Written text={title} />} />
      <Enter desk={desk} form={form} />
    </div>
  );
  return page({ title: say('papers.title'), index: false, body: content });
}

/** One paper as it was entered, for the other officer to compare; whoever entered it may take it back. */
export function paperPage(reading: Reading, desk: PapersDesk & PaperSeen, form: Form): Page {
  const { say, href, text } = reading;
  const { body } = desk.office;
  const { id, number, by } = desk.paper;
  const [own, action] = [by === desk.me, href(`${desk.at}/${id}`)];
  const heading = say('papers.number-n', { number });
  const content = (
    <div class="wrap narrow-page sect stack loose">
      <DeskHead
        crumbs={[
          [href(`/${body.kind}/${body.id}`), text(body.name).text],
          [href(desk.at), say('papers.title')],
        ]}
        title={heading}
      />
      <ErrorSummary form={form} />
      <Read paper={desk.paper} />
      {desk.namesakes > 0 && <Note>{say('papers.namesakes', { n: desk.namesakes })}</Note>}
      <PaperWord form={form} action={action} own={own} />
    </div>
  );
  return page({ title: heading, index: false, body: content });
}

function Read({ paper: { name, roll, title, why, part, at } }: { paper: TownPaper }): JSX.Element {
  const { say, date } = useReading();
  return (
    <Facts
      rows={[
        [say('papers.name'), name],
        [say('twins.lives'), say(`twins.roll.${roll}`)],
        [say(why ? 'papers.proposes' : 'papers.supports'), <Written text={title} key="title" />],
        ...(why ? [[say('needs.why'), <Written text={why} key="why" />] as const] : []),
        ...(part ? [[say('twins.part'), part] as const] : []),
        [say('papers.at'), date(at)],
      ]}
    />
  );
}

function Enter({ desk: { at, needs }, form }: { desk: PapersDesk; form: Form }): JSX.Element {
  const { say, href, text } = useReading();
  const options = [['', say('papers.new')] as const, ...needs.map((need) => [need.id, text(need.title).text] as const)];
  return (
    <section class="stack">
      <h2>{say('papers.enter')}</h2>
      <form method="post" action={href(at)} class="stack" novalidate>
        <SlipFields form={form} nameHint={say('papers.name-hint')} />
        <Select form={form} name="needId" label={say('papers.supports')} options={options} />
        <fieldset class="fld">
          <legend>{say('papers.if-new')}</legend>
          <Field form={form} name="title" label={say('needs.what')} maxlength={120} />
          <TextArea form={form} name="why" label={say('needs.why')} maxlength={2000} />
          <Field form={form} name="part" label={say('neighbours.part')} maxlength={60} />
        </fieldset>
        <button class="btn">{say('papers.send')}</button>
      </form>
    </section>
  ); // prettier-ignore
}
