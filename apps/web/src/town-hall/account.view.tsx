import type { JSX } from 'preact';
import { formatIban, type TreasuryAccount } from '#libs/hometowns/src/index.js';
import type { Form } from '../edge/form.js';
import { page, type Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { Tag, Written } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { CommandIdField, ErrorSummary, Field } from '../layout/form.view.js';
import { Facts, FoldOut, Note } from '../layout/parts.view.js';
import { DeskHead } from './desk.view.js';
import { HallNav } from './home.view.js';
import type { Office } from './offices.js';

interface AccountView {
  readonly office: Office;
  readonly active: TreasuryAccount | null;
  readonly proposed: TreasuryAccount | null;
  readonly history: readonly TreasuryAccount[];
  readonly form: Form;
}

/** The account in force, the one that waits for a signature, and a form for a new one. */
export function accountPage(reading: Reading, { office, active, proposed, history, form }: AccountView): Page {
  const { say, href } = reading;
  const title = say('hall.nav.account');
  const { body } = office;
  const content = (
    <div class="wrap narrow-page sect stack loose">
      <DeskHead crumbs={[[href(`/town-hall/${body.id}`), <Written text={body.name} key="body" />]]} title={title} lead={say('account.treasury-lead')} />
      <HallNav id={body.id} />
      <ErrorSummary form={form} />
      {active ? <Account account={active} /> : <p class="empty">{say('account.treasury-none')}</p>}
      {proposed ? <Proposed account={proposed} form={form} at={href(`/town-hall/${body.id}/account`)} /> : <Propose form={form} at={href(`/town-hall/${body.id}/account`)} />}
      <History history={history} />
    </div>
  ); // prettier-ignore
  return page({ title, index: false, body: content });
}

function Account({ account }: { account: TreasuryAccount }): JSX.Element {
  const { say } = useReading();
  return <Facts rows={[['IBAN', formatIban(account.iban)], [say('account.holder'), account.holder], [say('account.bank'), account.bank]]} />; // prettier-ignore
}

function Proposed({ account, form, at }: { account: TreasuryAccount; form: Form; at: string }): JSX.Element {
  const { say, viewer, moment } = useReading();
  return (
    <Note>
      <h2>{say('account.proposed')}</h2>
      <Account account={account} />
      <p class="small">{moment(account.enteredAt)}</p>
      {viewer?.personId === account.enteredBy ? <p>{say('account.other-signs')}</p> : <p>{say('account.compare')}</p>}
      <form method="post" action={`${at}/approvals/${account.approvalId}`} class="stack" novalidate>
        {viewer?.personId !== account.enteredBy && <button class="btn" name="then" value="give">{say('hall.sign')}</button>}
        <Field form={form} name="reason" label={say('account.refuse-why')} />
        <button class="btn line" name="then" value="refuse">{say('account.refuse')}</button>
      </form>
    </Note>
  ); // prettier-ignore
}

function Propose({ form, at }: { form: Form; at: string }): JSX.Element {
  const { say } = useReading();
  return (
    <section class="stack" aria-labelledby="propose">
      <h2 id="propose">{say('account.propose')}</h2>
      <form method="post" action={at} class="stack" novalidate>
        <CommandIdField form={form} />
        <Field form={form} name="iban" label="IBAN" hint={say('account.iban-hint')} autocomplete="off" />
        <Field form={form} name="holder" label={say('account.holder')} />
        <Field form={form} name="bank" label={say('account.bank')} />
        <button class="btn">{say('account.propose-send')}</button>
      </form>
    </section>
  );
}

function History({ history }: { history: readonly TreasuryAccount[] }): JSX.Element | null {
  const { say, date } = useReading();
  if (history.length === 0) return null;
  return (
    <FoldOut summary={say('account.history')}>
      <ul class="tasks">
        {history.map((one) => (
          <li key={one.id}>
            <span>
              {formatIban(one.iban)}
              <span class="hint">{date(one.enteredAt)}</span>
            </span>
            <Tag tone={one.state === 'active' ? 'ok' : undefined}>{say(`account.state.${one.state}`)}</Tag>
          </li>
        ))}
      </ul>
    </FoldOut>
  );
}
