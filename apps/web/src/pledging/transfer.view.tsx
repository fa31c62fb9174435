import type { JSX } from 'preact';
import { formatIban } from '#libs/hometowns/src/index.js';
import type { BankAccount } from '#libs/banking/src/index.js';
import type { Pledge } from '#libs/pledges/src/index.js';
import { page, type Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { useReading } from '../layout/context.js';
import { Facts, Note } from '../layout/parts.view.js';
import { Copyable } from '../layout/share.view.js';
import type { ProjectFace } from '../projects/project.faces.js';
import { giftRows } from './gift-rows.view.js';

/** Where to send a bank transfer, and with which words. */
export function transferPage(
  reading: Reading,
  pledge: Pledge,
  { face, account }: { face: ProjectFace; account: BankAccount | null },
): Page {
  const { say, money, date } = reading;
  const { ref, gift: sum } = pledge;
  const closes = face.plan.campaign.closesOn;
  return page({
    title: say('transfer.waiting'),
    index: false,
    plain: { back: reading.href(face.path), label: say('giving.back') },
    body: (
      <div class="wrap narrow sect stack loose">
        <div class="stack">
          <h1 class="h-page">{say('transfer.waiting')}</h1>
          {account ? (
            <p class="lead">{say('transfer.instructions', { sum: money(sum), ref })}</p>
          ) : (
            <Note tone="bad">{say('transfer.none', { currency: pledge.currency })}</Note>
          )}
        </div>
        {account && <Destination account={account} pledge={pledge} />}
        <section class="stack tight">
          <h2>{say('thanks.next')}</h2>
          <p>{say('transfer.next')}</p>
          {closes && <p>{say('transfer.deadline', { date: date(closes) })}</p>}
        </section>
        <Facts rows={giftRows(reading, pledge, face)} />
      </div>
    ),
  });
}

function Destination({ account, pledge }: { account: BankAccount; pledge: Pledge }): JSX.Element {
  const { say, money } = useReading();
  return (
    <Facts
      rows={[
        [say('transfer.amount'), money(pledge.gift)],
        ['IBAN', <Copyable text={formatIban(account.iban)} label="IBAN" />],
        [say('transfer.holder'), account.holder],
        [say('transfer.bank'), account.bank],
        [say('transfer.reference'), <Copyable text={pledge.ref} label={say('transfer.reference')} />],
      ]}
    />
  );
}
