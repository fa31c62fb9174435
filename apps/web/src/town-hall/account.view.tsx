import type { JSX } from 'preact';
import { formatIban, type TreasuryAccount } from '#libs/hometowns/src/index.js';
import type { Form } from '../edge/form.js';
import { page, type Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { Tag, Written } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { CommandIdField, ErrorSummary, Field } from '../layout/form.view.js';
import { FoldOut, Note } from '../layout/parts.view.js';
import { AccountSigned } from './account-check.view.js';
import { DeskHead } from './desk.view.js';
import { HallNav } from './home.view.js';
import type { Office } from './offices.js';

interface AccountView {
  readonly office: Office;
  readonly active: TreasuryAccount | null;
  readonly proposed: TreasuryAccount | null;
  readonly history: readonly TreasuryAccount[];
  readonly names: ReadonlyMap<string, string>;
  readonly form: Form;
}

/** The account in force, the one that waits for a signature, and a form for a new one. */
export function accountPage(reading: Reading, { office, active, proposed, history, names, form }: AccountView): Page {
  const { say, href, query } = reading;
  const title = say('hall.nav.account');
  const { body } = office;
  const at = href(`/town-hall/${body.id}/account`);
  const content = (
    <div class="wrap narrow-page sect stack loose">
      <DeskHead crumbs={[[href(`/town-hall/${body.id}`), <Written text={body.name} key="body" />]]} title={title} lead={say('account.treasury-lead')} />
      <HallNav id={body.id} />
      <ErrorSummary form={form} />
      {query.has('sent') && <Note tone="ok">{say('account.letter-sent', { email: body.email })}</Note>}
      {active ? <AccountSigned account={active} names={names} /> : <p class="empty">{say('account.treasury-none')}</p>}
      {proposed && <UnderWay account={proposed} names={names} form={form} at={at} email={body.email} />}
      {(!proposed || proposed.state === 'signed') && <Propose form={form} at={at} again={proposed !== null} />}
      <History history={history} />
    </div>
  ); // prettier-ignore
  return page({ title, index: false, body: content });
}

interface UnderWayProps {
  readonly account: TreasuryAccount;
  readonly names: ReadonlyMap<string, string>;
  readonly form: Form;
  readonly at: string;
  /** The official address. */
  readonly email: string;
}

function UnderWay(props: UnderWayProps): JSX.Element {
  const { say } = useReading();
  const { account, names } = props;
  return (
    <Note>
      <h2>{say(`account.${account.state}`)}</h2>
      <AccountSigned account={account} names={names} />
      {account.state === 'proposed' && <SecondSignature {...props} />}
      {account.state === 'signed' && <Letter {...props} />}
      {account.state === 'contested' && <p>{say('account.contested-lead')}</p>}
    </Note>
  );
}

function SecondSignature({ account, form, at }: UnderWayProps): JSX.Element {
  const { say, viewer } = useReading();
  const own = viewer?.personId === account.enteredBy;
  return (
    <>
      <p>{say(own ? 'account.other-signs' : 'account.compare')}</p>
      <form method="post" action={`${at}/approvals/${account.approvalId}`} class="stack" novalidate>
        {!own && (
          <button class="btn" name="then" value="give">
            {say('hall.sign')}
          </button>
        )}
        <Field form={form} name="reason" label={say('account.refuse-why')} />
        <button class="btn line" name="then" value="refuse">
          {say('account.refuse')}
        </button>
      </form>
    </>
  );
}

function Letter({ at, email }: UnderWayProps): JSX.Element {
  const { say } = useReading();
  return (
    <form method="post" action={`${at}/letter`} class="stack" novalidate>
      <p>{say('account.signed-lead', { email })}</p>
      <button class="btn line">{say('account.letter-again')}</button>
    </form>
  );
}

function Propose({ form, at, again }: { form: Form; at: string; again: boolean }): JSX.Element {
  const { say } = useReading();
  return (
    <section class="stack" aria-labelledby="propose">
      <h2 id="propose">{say('account.propose')}</h2>
      {again && <p>{say('account.propose-again')}</p>}
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
