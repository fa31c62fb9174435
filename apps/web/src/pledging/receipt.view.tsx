import type { JSX } from 'preact';
import type { ReceiptProof } from '#libs/pledges/src/index.js';
import { page, type Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { placeLine } from '../finding/place-line.js';
import { Tag, Written } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { Facts } from '../layout/parts.view.js';
import type { ProjectFace } from '../projects/project.faces.js';
import { grouped } from './gift-rows.view.js';

/** What a receipt's code proves: sum, project and day, no name. */
export function receiptPage(
  reading: Reading,
  proof: ReceiptProof,
  { code, face }: { code: string; face: ProjectFace },
): Page {
  // prettier-ignore
  const { say, money, date, href } = reading;
  const partly = proof.state === 'valid' && proof.refunded.isPositive();
  const title = say('receipt.title', { code: grouped(tidy(code)) });
  const body = (
    <div class="wrap narrow sect stack loose">
      <div class="stack">
        <h1 class="h-page">{title}</h1>
        <p>
          <Tag tone={proof.state === 'valid' ? 'ok' : 'now'}>{say(`receipt.${partly ? 'partly' : proof.state}`)}</Tag>
        </p>
      </div>
      <Facts
        rows={[
          [say('thanks.sum'), money(proof.amount)],
          ...(proof.amount.currency === 'MDL' ? [] : [[say('receipt.lei'), money(proof.lei)] as const]),
          [say('receipt.on'), date(proof.countedAt)],
          ...(proof.refunded.isPositive() ? [[say('receipt.returned'), money(proof.refunded)] as const] : []),
          [
            say('thanks.project'),
            <>
              <a href={href(face.path)}>
                <Written text={face.plan.project.title} />
              </a>
              <br />
              {placeLine(reading, face.place)}
            </>,
          ],
        ]}
      />
      <p class="small mute">{say('receipt.what')}</p>
      <Ask code="" />
    </div>
  );
  return page({ title, index: false, body });
}

/** A code that no gift has: how to type it right. */
export function receiptUnknownPage({ say }: Reading, code: string): Page {
  const body = (
    <div class="wrap narrow sect stack">
      <h1 class="h-page">{say('receipt.not-found')}</h1>
      <p class="lead">{say('receipt.not-found-lead')}</p>
      <Ask code={tidy(code)} />
    </div>
  );
  return page({ title: say('receipt.not-found'), status: 404, index: false, body });
}

/** Where a code is typed in. */
export function receiptAskPage({ say }: Reading): Page {
  const body = (
    <div class="wrap narrow sect stack">
      <h1 class="h-page">{say('receipt.ask')}</h1>
      <Ask code="" />
    </div>
  );
  return page({ title: say('receipt.ask'), body });
}

function Ask({ code }: { code: string }): JSX.Element {
  const { say, lang } = useReading();
  return (
    <form method="get" action="/v" class="find">
      <input type="hidden" name="lang" value={lang} />
      <label for="receipt-code">{say('receipt.code')}</label>
      <input
        class="in"
        id="receipt-code"
        name="code"
        value={code}
        maxlength={24}
        autocomplete="off"
        autocapitalize="characters"
      />{' '}
      {/* prettier-ignore */}
      <button class="btn">{say('receipt.check')}</button>
    </form>
  );
}

function tidy(code: string): string {
  return code
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
    .slice(0, 24);
}
