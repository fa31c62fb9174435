import type { ComponentChildren, JSX } from 'preact';
import type { Need } from '#libs/funds/src/index.js';
import { type PlaceFound } from '#libs/hometowns/src/index.js';
import type { Money, ProjectId } from '#libs/kernel/src/index.js';
import type { Multilingual } from '#libs/platform/src/index.js';
import { AssociationNav } from '../association/desk.view.js';
import type { Form } from '../edge/form.js';
import { page, type Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { useReading } from '../layout/context.js';
import { SecondSignature } from '../layout/decision.view.js';
import { CommandIdField, ErrorSummary, Field, Select, TextArea } from '../layout/form.view.js';
import { Note } from '../layout/parts.view.js';
import { DeskHead } from '../town-hall/desk.view.js';
import { HallNav } from '../town-hall/home.view.js';
import { type Office, speaksFor } from '../town-hall/offices.js';
import { fundTitle } from './fund.view.js';
import { NeedLine, NeedTag } from './need-line.view.js';

/** A project that may get money of the fund now. */
export interface Candidate {
  readonly projectId: ProjectId;
  readonly title: Multilingual;
  readonly free: Money;
  readonly lacking: Money;
}

interface Asking {
  readonly office: Office;
  readonly needs: readonly Need[];
  readonly form: Form;
  /** The place whose fund it is, and what lies in it. */
  readonly fund: PlaceFound;
  readonly held: Money;
  readonly candidates: readonly Candidate[];
}

/** The town hall's: what may be asked, the form, everything asked so far. */
export function askPage(reading: Reading, { office, needs, form, fund, held, candidates }: Asking): Page {
  const { say, href } = reading;
  const at = `/town-hall/${office.body.id}`;
  const title = fundTitle(reading, { place: fund });
  const may = speaksFor(office);
  const body = (
    <div class="wrap narrow-page sect stack loose">
      <DeskHead crumbs={[[href(at), reading.text(office.body.name).text]]} title={title} lead={say('need.hall-lead')} />
      <HallNav id={office.body.id} />
      <ErrorSummary form={form} />
      <Held fund={fund} held={held} />
      {candidates.length === 0 && <p class="empty">{say('need.no-project')}</p>}
      {candidates.length > 0 && !may && <Note>{say('need.who-asks')}</Note>}
      {candidates.length > 0 && may && <AskForm form={form} candidates={candidates} action={href(`${at}/fund`)} />}
      <Needs needs={needs}>
        {(need) =>
          need.state === 'waiting' && may ? (
            <form method="post" action={href(`${at}/fund/${need.id}/withdrawal`)}>
              <button class="btn line">{say('need.withdraw')}</button>
            </form>
          ) : null
        }
      </Needs>
    </div>
  );
  return page({ title, index: false, body });
}

function Held({ fund, held }: Pick<Asking, 'fund' | 'held'>): JSX.Element {
  const { say, href, money } = useReading();
  return (
    <p>
      {say('fund.held')}: <b>{money(held)}</b> · <a href={href(`/t/${fund.slug}/fund`)}>{say('fund.see')}</a>
    </p>
  );
}

function AskForm({
  form,
  candidates,
  action,
}: Pick<Asking, 'form' | 'candidates'> & { readonly action: string }): JSX.Element {
  const { say, text, money } = useReading();
  const options = candidates.map(({ projectId, title, free, lacking }) => {
    const sums = { title: text(title).text, lacking: money(lacking), free: money(free) };
    return [projectId, say('need.option', sums)] as const;
  });
  return (
    <form method="post" action={action} class="stack" novalidate>
      <h2>{say('need.ask')}</h2>
      <CommandIdField form={form} />
      <Select
        form={form}
        name="projectId"
        label={say('need.project')}
        options={options.length > 1 ? [['', say('need.choose')] as const, ...options] : options}
      />
      <Field form={form} name="amount" label={say('need.sum')} inputmode="decimal" short />
      <TextArea form={form} name="reason" label={say('need.reason')} hint={say('need.reason-hint')} maxlength={500} />
      <p class="hint">{say('need.ask-hint')}</p>
      <p class="row">
        <button class="btn">{say('need.ask-do')}</button>
      </p>
    </form>
  );
}

/** The association's: what waits for its officers, everything answered so far. */
export function answerPage(reading: Reading, { office, needs, form, fund, held }: Omit<Asking, 'candidates'>): Page {
  const { say, href } = reading;
  const at = `/association/${office.body.id}`;
  const may = speaksFor(office);
  const body = (
    <div class="wrap narrow-page sect stack loose">
      <DeskHead
        crumbs={[[href(at), reading.text(office.body.name).text]]}
        title={say('need.title')}
        lead={say('need.association-lead')}
      />
      <AssociationNav id={office.body.id} />
      <ErrorSummary form={form} />
      <Held fund={fund} held={held} />
      {!may && needs.some(({ state }) => state === 'waiting') && <Note>{say('need.who-answers')}</Note>}
      <Needs needs={needs}>
        {(need) =>
          need.state === 'waiting' && may ? (
            <SecondSignature form={form} agree={say('need.agree')} action={href(`${at}/fund/${need.id}/answer`)} />
          ) : null
        }
      </Needs>
    </div>
  );
  return page({ title: say('need.title'), index: false, body });
}

/** What was asked, the newest first, with what somebody may do about it. */
function Needs({
  needs,
  children,
}: {
  needs: readonly Need[];
  children: (need: Need) => ComponentChildren;
}): JSX.Element {
  const { say } = useReading();
  return (
    <section class="stack" aria-labelledby="asked">
      <h2 id="asked">{say('need.asked')}</h2>
      {needs.length === 0 && <p class="empty">{say('need.none')}</p>}
      <ul class="tasks">
        {needs.map((need) => (
          <li key={need.id}>
            <span>
              <NeedLine need={need} />
              {children(need)}
            </span>
            <NeedTag need={need} />
          </li>
        ))}
      </ul>
    </section>
  );
}
