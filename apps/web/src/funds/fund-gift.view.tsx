import type { FundMoney } from '#libs/books/src/index.js';
import type { FundGift } from '#libs/funds/src/index.js';
import type { WordsToRead } from '#libs/pledges/src/index.js';
import { page, type Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { Tag } from '../layout/card.view.js';
import { Facts, Note, Uncut } from '../layout/parts.view.js';
import { grouped } from '../pledging/gift-rows.view.js';
import { publicWordsRows } from '../pledging/public-words.view.js';
import type { FundFace } from './fund-faces.js';
import { fundPlaces } from './fund-money.view.js';
import { fundTitle } from './fund.view.js';
import { giftTone } from './plan.view.js';

interface FundGiftView {
  readonly face: FundFace;
  readonly places: FundMoney;
  readonly words: WordsToRead | null;
  /** The donor's bank claims the money at this moment. */
  readonly disputed: boolean;
  /** "?token=…" for whoever came by a link, else "". */
  readonly query: string;
}

/** A gift to a fund as its donor sees it. */
export function fundGiftPage(
  reading: Reading,
  gift: FundGift,
  { face, places, words, disputed, query }: FundGiftView,
): Page {
  const { say, href } = reading;
  const title = say('gift.title', { ref: gift.ref });
  const body = (
    <div class="wrap narrow sect stack loose">
      <div class="stack">
        <h1 class="h-page">
          <Uncut words={title} code={gift.ref} />
        </h1>
        <p>
          <Tag tone={giftTone(gift.state)}>{say(`plan.month.${gift.state}`)}</Tag>
        </p>
      </div>
      {disputed && <Note>{say('gift.disputed')}</Note>}
      <Facts
        rows={[
          ...rowsOf(reading, gift, face),
          ...fundPlaces(reading, places),
          ...publicWordsRows(reading, words, { path: `/fund-gift/${gift.id}`, query }),
        ]}
      />
      {gift.countedAt && (
        <p>
          <a class="btn line" href={href(`/fund-gift/${gift.id}/receipt.pdf${query}`)} download>
            {say('gift.paper')}
          </a>
        </p>
      )}
      {gift.state === 'counted' && !disputed && <p class="small mute">{say('fund.form.refund')}</p>}
    </div>
  );
  return page({ title, nav: 'account', index: false, body });
}

function rowsOf(reading: Reading, gift: FundGift, face: FundFace) {
  const { say, money, date, number, href, lang } = reading;
  const rate = say('thanks.in-lei', { source: gift.rateSource, date: date(gift.rateOn) });
  const lei = `${money(gift.lei)} (1\u00a0${gift.currency} = ${say('giving.per-unit', { n: number(gift.rate) })})`;
  return [
    [say('fund.label'), <a href={href(face.path)}>{fundTitle(reading, face)}</a>] as const,
    [say('thanks.sum'), money(gift.gift)] as const,
    ...(gift.currency === 'MDL' ? [] : [[rate, lei] as const]),
    ...(gift.cover.isPositive() ? [[say('thanks.cover'), money(gift.cover)] as const] : []),
    ...(gift.gone.isPositive() ? [[say('receipt.returned'), money(gift.gone)] as const] : []),
    ...(gift.countedAt
      ? [[say('thanks.receipt'), <a href={`/v/${gift.receiptCode}?lang=${lang}`}>{grouped(gift.receiptCode)}</a>] as const] // prettier-ignore
      : []),
  ];
}
