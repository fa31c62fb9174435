import type { ComponentChildren, JSX } from 'preact';
import type { PersonId } from '#libs/kernel/src/index.js';
import type { Form } from '../edge/form.js';
import { useReading } from '../layout/context.js';
import { Tag } from '../layout/card.view.js';
import { CommandIdField, Field } from '../layout/form.view.js';
import { Note } from '../layout/parts.view.js';
import { RollChoice } from '../neighbours/neighbours.view.js';

/** What was handed in on paper and waits for a second person. */
interface Waiting {
  readonly id: string;
  readonly number: string;
  readonly by: PersonId;
  readonly at: Date;
}

/** What waits, the oldest first, each with a link to its page; `what` names it behind its number. */
export function WaitingPapers<One extends Waiting>({
  waiting,
  at,
  me,
  what,
}: {
  waiting: readonly One[];
  /** The desk's path. */
  at: string;
  me: PersonId;
  what?: (paper: One) => ComponentChildren;
}): JSX.Element {
  const { say, href, date } = useReading();
  return (
    <section class="stack">
      <h2>{say('papers.waiting', { n: waiting.length })}</h2>
      {waiting.length === 0 && <p class="empty">{say('papers.none')}</p>}
      <ul class="tasks">
        {waiting.map((paper) => (
          <li key={paper.id}>
            <span>
              <a href={href(`${at}/${paper.id}`)}>
                {say('papers.number-n', { number: paper.number })}
                {what && <>: {what(paper)}</>}
              </a>
              <span class="hint">{date(paper.at)}</span>
            </span>
            <Tag tone="now">{say(paper.by === me ? 'papers.own' : 'papers.to-sign')}</Tag>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Under a paper as it was entered: the second person signs or says what does not match; whoever entered it may take it back. */
export function PaperWord({ form, action, own, may = true }: { form: Form; action: string; own: boolean; may?: boolean }): JSX.Element {
  const { say } = useReading();
  return (
    <>
      {own && <Note>{say('papers.own-note')}</Note>}
      {!own && may && (
        <form method="post" action={action}>
          <input type="hidden" name="decision" value="sign" />
          <button class="btn">{say('papers.sign')}</button>
        </form>
      )}
      {(own || may) && (
        <form method="post" action={action} class="stack" novalidate>
          <input type="hidden" name="decision" value="decline" />
          {!own && <Field form={form} name="reason" label={say('papers.refuse-why')} maxlength={2000} />}
          <button class="btn line">{say(own ? 'papers.take-back' : 'papers.refuse')}</button>
        </form>
      )}
    </>
  );
} // prettier-ignore

/** Whose paper it is: number, name, roll. */
export function SlipFields({ form, nameHint }: { form: Form; nameHint: string }): JSX.Element {
  const { say } = useReading();
  return (
    <>
      <CommandIdField form={form} />
      <Field form={form} name="number" label={say('papers.number')} hint={say('papers.number-hint')} maxlength={20} short />
      <Field form={form} name="name" label={say('papers.name')} hint={nameHint} maxlength={120} autocomplete="off" />
      <RollChoice form={form} label={say('twins.lives')} />
    </>
  );
} // prettier-ignore
