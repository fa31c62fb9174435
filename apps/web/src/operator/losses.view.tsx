import type { JSX } from 'preact';
import type { ApprovalId, Money } from '#libs/kernel/src/index.js';
import type { Loss } from '#libs/pledges/src/index.js';
import type { Form } from '../edge/form.js';
import type { Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { useReading } from '../layout/context.js';
import { Choices, CommandIdField, ErrorSummary, Field } from '../layout/form.view.js';
import { Facts, Note } from '../layout/parts.view.js';
import { deskPage, WaitsSecond } from './desk.view.js';

/** A loss and whose it is: the title of a project, or the place of a fund. */
export interface NamedLoss extends Loss {
  readonly name: string;
}

/** The loss of one project or fund and its two ways out. */
export function lossPage(
  reading: Reading,
  { loss, reserve, waits }: { loss: NamedLoss; reserve: Money; waits: ApprovalId | null },
  form: Form,
): Page {
  const { say, moneyShort, href } = reading;
  const { home, name, open, free, covered } = loss;
  return deskPage(reading, {
    title: say('operator.loss.title', { name }),
    room: 'disputes',
    lead: say('operator.losses.lead'),
    inside: true,
    body: (
      <>
        <Facts
          rows={[
            [say('operator.loss.of'), home.kind === 'project' ? <a href={href(`/operator/projects/${home.id}`)}>{name}</a> : name],
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
  loss: { home, open, free },
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
    .map(([kind, from]) => [kind, say(`operator.loss.do.${kind}`), say(`operator.loss.do.${kind}.hint`, { sum: money(open.min(from)), of: home.kind })] as const); // prettier-ignore
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
