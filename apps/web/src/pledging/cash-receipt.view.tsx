import { BRING_DAYS, type Receipt } from '#libs/cash/src/index.js';
import type { JSX } from 'preact';
import type { Money } from '#libs/kernel/src/index.js';
import type { Multilingual } from '#libs/platform/src/index.js';
import { page, type Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { placeLine } from '../finding/place-line.js';
import { Tag, Written } from '../layout/card.view.js';
import { Facts } from '../layout/parts.view.js';
import type { ProjectFace } from '../projects/project.faces.js';
import { grouped } from './gift-rows.view.js';

interface CashProof {
  readonly receipt: Receipt;
  readonly face: ProjectFace;
  readonly association: Multilingual;
}

/** What the code on a cashier's receipt proves before its cash is in the bank: sum, project and day, no name. */
export function cashReceiptProofPage(reading: Reading, { receipt, face, association }: CashProof): Page {
  const { say, money, date, text } = reading;
  const title = say('receipt.title', { code: grouped(receipt.code) });
  const body = (
    <div class="wrap narrow sect stack loose">
      <div class="stack">
        <h1 class="h-page">{title}</h1>
        <p>
          <Tag tone="now">{say(`cash.state.${receipt.state}`)}</Tag>
        </p>
      </div>
      <Facts
        rows={[
          [say('thanks.sum'), money(receipt.lei)],
          [say('cash.paper.on'), date(receipt.signedAt!)],
          [say('paper.association'), text(association).text],
          [say('cash.head.number'), String(receipt.n)],
          projectRow(reading, face),
        ]}
      />
      <p>{say(receipt.state === 'void' ? 'cash.proof.void' : 'cash.proof.waits', { days: BRING_DAYS })}</p>
    </div>
  );
  return page({ title, index: false, body });
}

/** What the code of a message's receipt proves before its aggregator has paid. */
export function messageProofPage(
  reading: Reading,
  { code, lei, at, face }: { code: string; lei: Money; at: Date; face: ProjectFace },
): Page {
  const { say, money, date } = reading;
  const title = say('receipt.title', { code: grouped(code) });
  const body = (
    <div class="wrap narrow sect stack loose">
      <div class="stack">
        <h1 class="h-page">{title}</h1>
        <p>
          <Tag tone="now">{say('messages.proof')}</Tag>
        </p>
      </div>
      <Facts rows={[[say('thanks.sum'), money(lei)], [say('cash.paper.on'), date(at)], projectRow(reading, face)]} />
      <p>{say('messages.proof-waits')}</p>
    </div>
  );
  return page({ title, index: false, body });
}

function projectRow(reading: Reading, face: ProjectFace): readonly [string, JSX.Element] {
  return [
    reading.say('thanks.project'),
    <>
      <a href={reading.href(face.path)}>
        <Written text={face.plan.project.title} />
      </a>
      <br />
      {placeLine(reading, face.place)}
    </>,
  ];
}
