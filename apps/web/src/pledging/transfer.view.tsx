import type { JSX } from 'preact';
import { formatIban } from '#libs/hometowns/src/index.js';
import { encode } from 'uqr';
import { type BankAccount, epcCode } from '#libs/banking/src/index.js';
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
        {/* The sum stands above, with where to send it. */}
        <Facts rows={giftRows(reading, pledge, face).slice(account ? 1 : 0)} />
      </div>
    ),
  });
}

function Destination({ account, pledge }: { account: BankAccount; pledge: Pledge }): JSX.Element {
  const { say, money } = useReading();
  const code = epcCode(account, pledge.gift, pledge.ref);
  const words = { sum: money(pledge.gift), iban: formatIban(account.iban), ref: pledge.ref };
  return (
    <>
      <Facts
        rows={[
          [say('transfer.amount'), money(pledge.gift)],
          ['IBAN', <Copyable text={formatIban(account.iban)} label="IBAN" />],
          [say('transfer.holder'), account.holder],
          [say('transfer.bank'), account.bank],
          ...(account.bic ? [['BIC', <Copyable text={account.bic} label="BIC" />] as const] : []),
          [say('transfer.reference'), <Copyable text={pledge.ref} label={say('transfer.reference')} />],
        ]}
      />
      {code && (
        <figure class="stack tight">
          <Scan code={code} alt={say('transfer.scan-alt', words)} />
          <figcaption class="small mute">{say('transfer.scan')}</figcaption>
        </figure>
      )}
    </>
  );
}

/** A QR code that a bank's app reads: level M and a quiet zone of four modules, as the standard wants it, dark on white in any theme. */
function Scan({ code, alt }: { code: string; alt: string }): JSX.Element {
  const { data, size } = encode(code, { ecc: 'M', border: 4 });
  const dark = data.flatMap((line, y) => line.map((on, x) => (on ? `M${x} ${y}h1v1h-1z` : ''))).join('');
  return (
    <svg
      role="img"
      aria-label={alt}
      width="220"
      height="220"
      viewBox={`0 0 ${size} ${size}`}
      shape-rendering="crispEdges"
    >
      <rect width={size} height={size} fill="#fff" />
      <path d={dark} fill="#000" />
    </svg>
  );
}
