import type { JSX } from 'preact';
import type { BudgetVote, VoidingAsked } from '#libs/budgeting/src/index.js';
import type { Form } from '../edge/form.js';
import { useReading } from '../layout/context.js';
import { SecondSignature } from '../layout/decision.view.js';
import { CommandIdField, TextArea } from '../layout/form.view.js';
import { FoldOut, Note } from '../layout/parts.view.js';

interface Props {
  readonly form: Form;
  readonly vote: BudgetVote;
  /** What is asked for already. */
  readonly asked: VoidingAsked | null;
  /** Where the desk has its votes. */
  readonly at: string;
}

/** At the town hall, while a vote is open: asks that it be stopped; whoever of its officers is here may take that back. */
export function AskStop({ form, vote, asked, at }: Props): JSX.Element {
  const { say, href } = useReading();
  const path = href(`${at}/${vote.id}/voidings`);
  if (asked) {
    return (
      <>
        <Waits asked={asked} />
        <form method="post" action={`${path}/${asked.id}/withdrawal`}>
          <button class="btn line">{say('cash.take-back')}</button>
        </form>
      </>
    );
  }
  return (
    <FoldOut summary={say('budget.stop')} open={form.errorOf('reason') !== undefined}>
      <form method="post" action={path} class="stack" novalidate>
        <CommandIdField form={form} />
        <p>{say('budget.stop-lead')}</p>
        <TextArea form={form} name="reason" label={say('budget.stop-reason')} hint={say('budget.stop-hint')} rows={3} maxlength={2000} />
        <p class="row">
          <button class="btn line">{say('budget.stop-ask')}</button>
        </p>
      </form>
    </FoldOut>
  ); // prettier-ignore
}

/** At the association: the second word, by its president. */
export function AnswerStop({ form, vote, asked, at, may }: Props & { may: boolean }): JSX.Element | null {
  const { say, href } = useReading();
  if (!asked) return null;
  return (
    <>
      <Waits asked={asked} />
      {may ? (
        <SecondSignature
          form={form}
          agree={say('budget.stop-agree')}
          action={href(`${at}/${vote.id}/voidings/${asked.id}/answer`)}
        />
      ) : (
        <p>{say('budget.who-agrees')}</p>
      )}
    </>
  );
}

function Waits({ asked }: { asked: VoidingAsked }): JSX.Element {
  return <Note>{useReading().say('budget.stop-waits', { reason: asked.reason })}</Note>;
}
