import type { JSX } from 'preact';
import type { ApprovalId, Money } from '#libs/kernel/src/index.js';
import type { ProjectLoss } from '#libs/pledges/src/index.js';
import type { Project } from '#libs/projects/src/index.js';
import type { Form } from '../edge/form.js';
import type { Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { useReading } from '../layout/context.js';
import { Choices, CommandIdField, ErrorSummary, Field } from '../layout/form.view.js';
import { Facts, Note } from '../layout/parts.view.js';
import { deskPage, WaitsSecond } from './desk.view.js';

/** A project and its loss. */
export interface NamedLoss extends ProjectLoss {
  readonly project: Project;
}

/** The loss of one project and its two ways out. */
export function lossPage(
  reading: Reading,
  { loss, reserve, waits }: { loss: NamedLoss; reserve: Money; waits: ApprovalId | null },
  form: Form,
): Page {
  const { say, moneyShort, href, text } = reading;
  const { project, open, free, covered } = loss;
  return deskPage(reading, {
    title: say('operator.loss.title', { project: text(project.title).text }),
    room: 'disputes',
    lead: say('operator.losses.lead'),
    inside: true,
    body: (
      <>
        <Facts
          rows={[
            [say('operator.loss.project'), <a href={href(`/operator/projects/${project.id}`)}>{text(project.title).text}</a>],
            [say('operator.loss.open'), moneyShort(open)],
            [say('operator.loss.free'), moneyShort(free)],
            [say('operator.loss.covered'), moneyShort(covered)],
            [say('operator.reserve'), moneyShort(reserve)],
          ]} // prettier-ignore
        />
        <WaitsSecond approval={waits} />
        {!waits && open.isPositive() && <WaysOut loss={loss} reserve={reserve} form={form} />}
      </>
    ),
  });
}

function WaysOut({
  loss: { open, free },
  reserve,
  form,
}: {
  loss: NamedLoss;
  reserve: Money;
  form: Form;
}): JSX.Element {
  const { say, money, href } = useReading();
  const options = ([['recovered', free], ['covered', reserve]] as const)
    .filter(([, from]) => from.isPositive())
    .map(([kind, from]) => [kind, say(`operator.loss.do.${kind}`), say(`operator.loss.do.${kind}.hint`, { sum: money(open.min(from)) })] as const); // prettier-ignore
  if (options.length === 0) {
    return (
      <Note>
        {say('operator.loss.no-way')} <a href={href('/operator/disputes#reserve')}>{say('operator.loss.fill')}</a>
      </Note>
    );
  }
  return (
    <form method="post" class="stack" novalidate>
      <ErrorSummary form={form} />
      <CommandIdField form={form} />
      <Choices form={form} name="kind" label={say('operator.loss.way')} options={options} />
      <Field form={form} name="amount" label={say('operator.reserve.amount')} inputmode="decimal" short />
      <button class="btn">{say('operator.ask-second')}</button>
    </form>
  );
}
