import type { JSX } from 'preact';
import type { BankAccount } from '#libs/banking/src/index.js';
import { formatIban } from '#libs/hometowns/src/index.js';
import type { CivilDate, Money } from '#libs/kernel/src/index.js';
import { useReading } from '../layout/context.js';
import { Facts, Note } from '../layout/parts.view.js';

/** A project that was given up: what its town hall has to account for. */
export interface GivenUp {
  /** Received, without an invoice and not sent back; null when there is nothing. */
  readonly left: Money | null;
  readonly by: CivilDate;
  /** Where it is sent back to; null while the operator has no account in lei. */
  readonly account: Pick<BankAccount, 'iban' | 'bank' | 'holder'> | null;
  readonly code: string;
}

/** Says what is to be done with the money of a project that was given up: invoices for what was bought, the rest back. */
export function AfterGivingUp({ view: { left, by, account, code } }: { view: GivenUp }): JSX.Element {
  const { say, money, date } = useReading();
  if (!left) return <Note tone="ok">{say('works.given-up.done')}</Note>;
  return (
    <>
      <Note>{say('works.given-up', { sum: money(left), date: date(by) })}</Note>
      {account && (
        <section class="stack">
          <h2>{say('works.given-up.back')}</h2>
          <Facts
            rows={[
              [say('transfer.holder'), account.holder],
              ['IBAN', formatIban(account.iban)],
              [say('transfer.bank'), account.bank],
              [say('transfer.reference'), code],
            ]}
          />
          <p class="hint">{say('works.given-up.back-hint')}</p>
        </section>
      )}
    </>
  );
}
