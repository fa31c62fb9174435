import type { ComponentChildren, JSX } from 'preact';
import type { FundMoney, GiftMoney } from '#libs/books/src/index.js';
import type { PlaceFound } from '#libs/hometowns/src/index.js';
import { plainCode } from '#libs/kernel/src/index.js';
import type { JournalPlace, PublishedHead } from '#libs/ledger/src/index.js';
import type { ReceiptProof } from '#libs/pledges/src/index.js';
import { page, type Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { placeLine } from '../finding/place-line.js';
import { fundPlaces } from '../funds/fund-money.view.js';
import { Tag } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { Facts } from '../layout/parts.view.js';
import type { ProjectFace } from '../projects/project.faces.js';
import { MoneyBand, MoneyRoad } from './gift-money.view.js';
import { grouped, lineWords, poolNames, poolWords } from './gift-rows.view.js';

interface ReceiptView {
  readonly code: string;
  readonly purpose: Purpose;
  /** Where the gift stands in the books. */
  readonly place: JournalPlace | null;
  /** The newest seal of the books. */
  readonly head: PublishedHead | null;
  /** Where the money of a gift to a project is. */
  readonly money: GiftMoney | null;
  /** Where that of a gift to a fund is. */
  readonly fundMoney: FundMoney | null;
}

/** What a gift was given for: a project, or a town's fund. */
export interface Purpose {
  readonly label: string;
  readonly title: ComponentChildren;
  /** Its page, without language. */
  readonly path: string;
  readonly place: PlaceFound;
  /** The line of a budget for which it was given, and who took part. */
  readonly more: readonly (readonly [string, ComponentChildren])[];
}

/** What a receipt's code proves: sum, project and day, no name; and where it stands in the books. */
export function receiptPage(
  reading: Reading,
  proof: Omit<ReceiptProof, 'projectId' | 'pool' | 'line'>,
  { code, purpose, place, head, money: where, fundMoney }: ReceiptView,
): Page {
  const { say, money, date, href } = reading;
  const title = say('receipt.title', { code: grouped(plainCode(code).slice(0, 24)) });
  const body = (
    <div class="wrap narrow sect stack loose">
      <div class="stack">
        <h1 class="h-page">{title}</h1>
        <p>
          <Tag tone={proof.state === 'valid' ? 'ok' : 'now'}>{say(`receipt.${stateOf(proof)}`)}</Tag>
        </p>
      </div>
      <Facts
        rows={[
          [say('thanks.sum'), money(proof.amount)],
          ...(proof.amount.currency === 'MDL' ? [] : [[say('receipt.lei'), money(proof.lei)] as const]),
          [say('receipt.on'), date(proof.countedAt)],
          ...(proof.refunded.isPositive() ? [[say('receipt.returned'), money(proof.refunded)] as const] : []),
          [
            purpose.label,
            <>
              <a href={href(purpose.path)}>{purpose.title}</a>
              <br />
              {placeLine(reading, purpose.place)}
            </>,
          ],
          ...purpose.more,
        ]}
      />
      <p class="small mute">{say('receipt.what', { to: where ? 'project' : 'fund' })}</p>
      {where ? <Where places={where} /> : fundMoney && <WhereOfFund places={fundMoney} />}
      {place && <InTheBooks code={plainCode(code).slice(0, 24)} place={place} head={head} />}
      <Ask code="" />
    </div>
  );
  return page({ title, index: false, body });
}

/** For which line of the budget a gift is, and who took part in it as far as the payer lets them be named. */
export function wishRows(reading: Reading, { line, pool }: ReceiptProof, face: ProjectFace): Purpose['more'] {
  const words = line && lineWords(reading, { lineId: line.id, units: line.units }, face);
  const people = pool && (
    <>
      {poolWords(reading, pool.name, pool.people)}
      {pool.names.length > 0 && <span class="hint">{poolNames(reading, pool)}</span>}
    </>
  );
  return [
    ...(words ? [[reading.say('gift.line'), words] as const] : []),
    ...(people ? [[reading.say('gift.pool'), people] as const] : []),
  ];
}

/** What became of it in a word: valid, of which a part went back, or gone whole. */
function stateOf({ state, refunded }: Pick<ReceiptProof, 'state' | 'refunded'>): string {
  return state === 'valid' && refunded.isPositive() ? 'partly' : state;
}

/** Where the gift's money is now. */
function Where({ places }: { places: GiftMoney }): JSX.Element {
  const { say } = useReading();
  return (
    <section class="stack">
      <h2>{say('gift.money.title-receipt')}</h2>
      <MoneyBand places={places} />
      <MoneyRoad money={places} />
    </section>
  );
}

/** Where the money of a gift to a fund is now; nothing when all of it went back. */
function WhereOfFund({ places }: { places: FundMoney }): JSX.Element | null {
  const reading = useReading();
  const rows = fundPlaces(reading, places);
  if (rows.length === 0) return null;
  return (
    <section class="stack">
      <h2>{reading.say('gift.money.title-receipt')}</h2>
      <Facts rows={rows} />
    </section>
  );
}

/** The gift's line of the books, its link of the chain, and the file that proves both. */
function InTheBooks({ code, place, head }: Pick<ReceiptView, 'code' | 'head'> & { place: JournalPlace }): JSX.Element {
  const { say, href, number, moment } = useReading();
  const fingerprint = ({ n, hash }: { n: number; hash: string }) => (
    <>
      {say('receipt.link', { n: number(n) })}
      <br />
      <span class="hash small">{hash}</span>
    </>
  );
  return (
    <section class="stack">
      <h2>{say('receipt.books')}</h2>
      <Facts
        rows={[
          [say('receipt.line'), <span class="hash">{place.name}</span>],
          ...(place.seal ? [[say('receipt.seal'), fingerprint({ n: place.seal, hash: place.hash! })] as const] : []),
          ...(head ? [[say('receipt.head', { at: moment(head.at) }), fingerprint(head)] as const] : []),
        ]}
      />
      <p>{say(place.seal ? 'receipt.keep' : 'receipt.unsealed')}</p>
      <p class="row">
        {place.seal && (
          <a class="btn line" href={`/api/v1/receipts/${code}/proof`} download>
            {say('receipt.proof')}
          </a>
        )}
        <a href={href('/books/recount')}>{say('recount.title')}</a>
      </p>
    </section>
  );
}

/** A code that no gift has: how to type it right. */
export function receiptUnknownPage({ say }: Reading, code: string): Page {
  const body = (
    <div class="wrap narrow sect stack">
      <h1 class="h-page">{say('receipt.not-found')}</h1>
      <p class="lead">{say('receipt.not-found-lead')}</p>
      <Ask code={plainCode(code).slice(0, 24)} />
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
