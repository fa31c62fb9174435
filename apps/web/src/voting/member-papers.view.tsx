import type { JSX } from 'preact';
import type { Body } from '#libs/hometowns/src/index.js';
import type { PersonId } from '#libs/kernel/src/index.js';
import { CHOICES, type MemberPaper, type VoteView } from '#libs/voting/src/index.js';
import type { Form } from '../edge/form.js';
import { page, type Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { useReading } from '../layout/context.js';
import { Choices, CommandIdField, ErrorSummary, Field, Select } from '../layout/form.view.js';
import { Facts, Note } from '../layout/parts.view.js';
import { PaperWord, WaitingPapers } from '../papers/paper-desk.view.js';
import { DeskHead } from '../town-hall/desk.view.js';

/** The ballots on paper of an open vote as an officer of the association sees them. */
export interface MemberPapersDesk {
  readonly vote: VoteView;
  readonly body: Body;
  readonly waiting: readonly MemberPaper[];
  /** Members whose paper may be entered. */
  readonly awaited: readonly PersonId[];
  readonly names: ReadonlyMap<PersonId, string>;
  readonly me: PersonId;
}

/** A paper that has just been signed, and its ballot's code. */
interface Signed {
  readonly number: string;
  readonly receipt: string;
}

/** What waits for another officer, then the form of the next paper. */
export function memberPapersPage(reading: Reading, desk: MemberPapersDesk, form: Form, signed?: Signed): Page {
  const { say, query } = reading;
  const { vote, waiting, names, me } = desk;
  const at = `/votes/${vote.id}/papers`;
  const content = (
    <div class="wrap narrow-page sect stack loose">
      <Head desk={desk} title={say('budget.papers')} lead={say('votes.papers-lead')} />
      {query.get('entered') && <Note tone="ok">{say('papers.entered')}</Note>}
      {signed && <Note tone="ok">{say('budget.papers-code', { number: signed.number, code: signed.receipt })}</Note>}
      <ErrorSummary form={form} />
      <WaitingPapers waiting={waiting} at={at} me={me} what={({ personId }) => names.get(personId)} />
      <Enter desk={desk} form={form} at={at} />
    </div>
  );
  return page({ title: say('budget.papers'), index: false, body: content });
}

/** One paper as it was entered, for another officer to compare; whoever entered it may take it back. */
export function memberPaperPage(reading: Reading, desk: MemberPapersDesk & { paper: MemberPaper }, form: Form): Page {
  const { say, href, date } = reading;
  const { vote, paper, names, me } = desk;
  const title = say('papers.number-n', { number: paper.number });
  const content = (
    <div class="wrap narrow-page sect stack loose">
      <Head desk={desk} title={title} papers />
      <ErrorSummary form={form} />
      <Facts
        rows={[
          [say('votes.papers-member'), names.get(paper.personId)],
          [say('votes.vote'), say(`vote.choice.${paper.choice}`)],
          [say('papers.at'), date(paper.at)],
        ]}
      />
      {paper.personId === me && <Note>{say('error.paper-own')}</Note>}
      <PaperWord
        form={form}
        action={href(`/votes/${vote.id}/papers/${paper.id}`)}
        own={paper.by === me}
        may={paper.personId !== me}
      />
    </div>
  );
  return page({ title, index: false, body: content });
}

interface HeadProps {
  readonly desk: MemberPapersDesk;
  readonly title: string;
  readonly lead?: string;
  /** Stands under the list of papers. */
  readonly papers?: boolean;
}

function Head({ desk: { vote, body }, title, lead, papers = false }: HeadProps): JSX.Element {
  const { say, href, text } = useReading();
  return (
    <DeskHead
      crumbs={[
        [href(`/association/${body.id}`), text(body.name).text],
        [href(`/votes/${vote.id}`), vote.question ? text(vote.question).text : say(`vote.kind.${vote.kind}`)],
        ...(papers ? [[href(`/votes/${vote.id}/papers`), say('budget.papers')] as const] : []),
      ]}
      title={title}
      lead={lead}
    />
  );
}

function Enter({
  desk: { awaited, names },
  form,
  at,
}: {
  desk: MemberPapersDesk;
  form: Form;
  at: string;
}): JSX.Element {
  const { say, href } = useReading();
  const options = [
    ['', say('votes.papers-choose')] as const,
    ...awaited.map((id) => [id, names.get(id) ?? '–'] as const),
  ];
  if (awaited.length === 0) return <p class="empty">{say('votes.papers-nobody')}</p>;
  return (
    <section class="stack">
      <h2>{say('papers.enter')}</h2>
      <form method="post" action={href(at)} class="stack" novalidate>
        <CommandIdField form={form} />
        <Field form={form} name="number" label={say('papers.number')} hint={say('votes.papers-number')} maxlength={20} short />
        <Select form={form} name="personId" label={say('votes.papers-member')} options={options} />
        <Choices form={form} name="choice" label={say('votes.papers-choice')} options={CHOICES.map((one) => [one, say(`vote.choice.${one}`)])} />
        <p class="hint">{say('votes.papers-secret')}</p>
        <button class="btn">{say('papers.send')}</button>
      </form>
    </section>
  ); // prettier-ignore
}
