import type { JSX } from 'preact';
import { type AccountCheck, formatIban, type TreasuryAccount } from '#libs/hometowns/src/index.js';
import type { Form } from '../edge/form.js';
import { page, type Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { Written } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { ErrorSummary, TextArea } from '../layout/form.view.js';
import { Facts, Note } from '../layout/parts.view.js';

interface CheckView {
  readonly check: AccountCheck;
  readonly names: ReadonlyMap<string, string>;
  readonly form: Form;
}

/** Which account, who signed it and when, and two answers; after the answer, what follows from it. */
export function accountCheckPage(reading: Reading, { check, names, form }: CheckView): Page {
  const { say } = reading;
  const { account, body, open } = check;
  const title = say('account-check.title');
  const content = (
    <div class="wrap narrow sect stack loose">
      <header class="stack">
        <h1>{title}</h1>
        <p class="lead"><Written text={body.name} /></p>
      </header>
      <ErrorSummary form={form} />
      {open ? <p>{say('account-check.lead')}</p> : <Note tone={account.state === 'active' ? 'ok' : undefined}>{say(`account-check.${outcome(account)}`)}</Note>}
      <AccountSigned account={account} names={names} />
      {open && <Answers check={check} form={form} />}
    </div>
  ); // prettier-ignore
  return page({ title, index: false, body: content });
}

/** An account with everything that stands behind it, so far: who entered and signed it, when its official address said yes. */
export function AccountSigned({
  account,
  names,
}: {
  account: TreasuryAccount;
  names: ReadonlyMap<string, string>;
}): JSX.Element {
  const { say, moment } = useReading();
  const by = (person: string | null, at: Date | null) =>
    person && at && `${names.get(person) ?? person}, ${moment(at)}`;
  const { enteredBy, enteredAt, confirmedBy, confirmedAt, answeredAt, contestReason } = account;
  const rows = [
    ['IBAN', formatIban(account.iban)],
    [say('account.holder'), account.holder],
    [say('account.bank'), account.bank],
    [say('account.entered-by'), by(enteredBy, enteredAt)],
    [say('account.signed-by'), by(confirmedBy, confirmedAt)],
    [say(contestReason ? 'account.contested-at' : 'account.in-force-since'), answeredAt && moment(answeredAt)],
    [say('account.contest-reason'), contestReason],
  ] as const;
  return <Facts rows={rows.filter((row): row is readonly [string, string] => Boolean(row[1]))} />;
}

function Answers({ check, form }: Pick<CheckView, 'check' | 'form'>): JSX.Element {
  const { say, date } = useReading();
  return (
    <>
      <form method="post" class="stack" novalidate>
        <p>{say('account-check.compare')}</p>
        <button class="btn" name="then" value="confirm">
          {say('account-check.confirm')}
        </button>
      </form>
      <form method="post" class="stack" novalidate>
        <TextArea
          form={form}
          name="reason"
          label={say('account-check.reason')}
          hint={say('account-check.reason-hint')}
          rows={3}
          maxlength={2000}
        />
        <button class="btn line" name="then" value="contest">
          {say('account-check.contest')}
        </button>
      </form>
      <p class="small mute">{say('account-check.until', { date: date(check.expiresAt) })}</p>
    </>
  );
}

/** What to say to whoever comes when there is nothing to answer. */
function outcome({ state }: TreasuryAccount): string {
  if (state === 'active' || state === 'replaced') return 'confirmed';
  return state === 'contested' ? 'contested' : state === 'refused' ? 'gone' : 'old-letter';
}
