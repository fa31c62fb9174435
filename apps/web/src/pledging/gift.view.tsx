import type { ComponentChildren, JSX } from 'preact';
import type { GiftMoney } from '#libs/books/src/index.js';
import type { GiftMatch } from '#libs/matching/src/index.js';
import { townOrVillage } from '#libs/hometowns/src/index.js';
import {
  type CampaignDecision,
  type GiftRefund,
  isBrought,
  type Pledge,
  type PoolPart,
  type RefundRequest,
  type WordsToRead,
} from '#libs/pledges/src/index.js';
import type { Form } from '../edge/form.js';
import { page, type Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { askingPage } from '../layout/asking.view.js';
import { Tag } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { ErrorSummary } from '../layout/form.view.js';
import { Facts, Note, Uncut } from '../layout/parts.view.js';
import type { ProjectFace } from '../projects/project.faces.js';
import { publicWordsRows } from './public-words.view.js';
import { MoneyBand, MoneyRoad, placesLine, wholeOf } from './gift-money.view.js';
import { GiftFate } from './gift-fate.view.js';
import { giftRows } from './gift-rows.view.js';
import { LineNote } from './gift-line-note.view.js';
import { stateWords } from './gift-state.js';
import { againPath, ENDED } from './paths.js';
import { AskedNote } from './refund-ask.view.js';
import { Parts } from './gift-parts.view.js';

interface GiftView {
  readonly face: ProjectFace;
  readonly form: Form;
  /** Where its money is. */
  readonly places: GiftMoney;
  readonly words: WordsToRead | null;
  /** Of several people's gift what each has in it. */
  readonly parts: readonly PoolPart[];
  /** Whether the donor's bank is asking the money back now. */
  readonly disputed: boolean;
  /** What was last asked back of it. */
  readonly request: RefundRequest | null;
  /** What a sponsor adds to it. */
  readonly match: GiftMatch | null;
  /** How its campaign was decided, in order. */
  readonly decisions: readonly CampaignDecision[];
  /** Everything that went or is to go back of it. */
  readonly refunds: readonly GiftRefund[];
  /** "?token=…" for whoever came by a link, else "". */
  readonly query: string;
}

const TONES = { counted: 'ok', promised: 'now', awaited: 'now', charging: 'now', declined: 'bad' } as const;

/** The tone of a gift's state. */
export function toneOf(state: Pledge['state']): 'ok' | 'now' | 'bad' | undefined {
  return (TONES as Partial<Record<Pledge['state'], 'ok' | 'now' | 'bad'>>)[state];
}

/** A gift as its donor sees it: where it stands, where the money is, what can still be done. */
export function giftPage(reading: Reading, pledge: Pledge, view: GiftView): Page {
  const { say, money, date } = reading;
  const title = say('gift.title', { ref: pledge.ref });
  const body = (
    <div class="wrap narrow sect stack loose">
      <div class="stack">
        <h1 class="h-page">
          <Uncut words={title} code={pledge.ref} />
        </h1>
        <ErrorSummary form={view.form} />
        <p>
          <Tag tone={toneOf(pledge.state)}>{say(stateWords(pledge))}</Tag>
        </p>
        {pledge.state === 'declined' && (
          <Note tone="bad">
            {say('gift.declined-lead', { sum: money(pledge.gross), date: date(pledge.repairUntil!) })}
          </Note>
        )}
        {view.disputed && <Note>{say('gift.disputed')}</Note>}
        {['counted', 'refunded'].includes(pledge.state) && !view.disputed && <Asked pledge={pledge} view={view} />}
        <Became pledge={pledge} view={view} />
        <Actions pledge={pledge} view={view} />
      </div>
      <Facts rows={factsOf(reading, pledge, view)} />
      <LineNote pledge={pledge} face={view.face} />
      <Parts parts={view.parts} />
      {pledge.countedAt && (
        <p>
          <a class="btn line" href={reading.href(`/gift/${pledge.id}/receipt.pdf${view.query}`)} download>
            {say('gift.paper')}
          </a>
        </p>
      )}
      {wholeOf(view.places).isPositive() && <Where places={view.places} />}
      {pledge.state === 'counted' && !view.disputed && <Back pledge={pledge} view={view} />}
    </div>
  );
  return page({ title, nav: 'account', index: false, body });
}

/** What has become of it, and what comes next. */
function Became({ pledge, view }: { pledge: Pledge; view: GiftView }): JSX.Element | null {
  const { say } = useReading();
  if (pledge.state === 'lost') return <Note>{say('gift.lost')}</Note>;
  if (pledge.state === 'withdrawn') return <Note tone="ok">{say('gift.withdrawn')}</Note>;
  return view.disputed ? null : <GiftFate pledge={pledge} of={view} />;
}

/** Asks once more before a promise is taken back. */
export function withdrawPage(
  reading: Reading,
  pledge: Pledge,
  { face, form, query }: Pick<GiftView, 'face' | 'form' | 'query'>,
): Page {
  const { say, money, date, text, href } = reading;
  const closes = face.plan.campaign.closesOn ?? face.now;
  const params = { sum: money(pledge.gift), project: text(face.plan.project.title).text, date: date(closes) };
  const asking = {
    title: say('gift.withdraw-title'),
    lead: say('gift.withdraw-lead', params),
    action: href(`/gift/${pledge.id}/withdraw${query}`),
    does: say('gift.withdraw'),
    keep: [href(`/gift/${pledge.id}${query}`), say('gift.withdraw-keep')],
    nav: 'account',
  } as const;
  return askingPage(asking, form);
}

function factsOf(reading: Reading, pledge: Pledge, view: GiftView) {
  return [...giftRows(reading, pledge, view.face), ...added(reading, view), ...words(reading, pledge, view)];
}

/** What a sponsor adds to the gift, or will once it is paid. */
function added({ say, money }: Reading, { match }: GiftView): [ComponentChildren, ComponentChildren][] {
  if (!match) return [];
  const sum = money(match.lei);
  return [[say('matching.gift', { sponsor: match.sponsor }), match.state === 'earned' ? sum : say('matching.gift-reserved', { sum })]];
} // prettier-ignore

function words(
  reading: Reading,
  pledge: Pledge,
  { face, words: said, query }: GiftView,
): (readonly [string, ComponentChildren])[] {
  const { say, date, href } = reading;
  const fate = say(`give.choice.${pledge.shortfall}`, { kind: townOrVillage(face.place) });
  return [
    [say('gift.made'), date(pledge.madeAt)],
    [
      say('gift.fate'),
      face.daysLeft === null || ENDED.includes(pledge.state) ? (
        fate
      ) : (
        <>
          {fate}
          <br />
          <a href={href(`/gift/${pledge.id}/choice${query}`)}>{say('gift.choice.change')}</a>
        </>
      ),
    ],
    ...publicWordsRows(reading, said, { path: `/gift/${pledge.id}`, query }),
  ];
}

function Actions({ pledge, view }: { pledge: Pledge; view: GiftView }): JSX.Element | null {
  const { say, href } = useReading();
  const open = view.face.daysLeft !== null;
  const card = { promised: open && 'gift.card', declined: 'gift.repair', started: open && 'gift.finish', abandoned: open && 'gift.finish' } as Partial<Record<Pledge['state'], string | false>>; // prettier-ignore
  const toCard = card[pledge.state];
  const withdraw = open && (pledge.state === 'promised' || (pledge.state === 'awaited' && !isBrought(pledge.way)));
  // Money that somebody else brings has no account to be sent to, and is not taken back here.
  const transfer = open && pledge.state === 'awaited' && !isBrought(pledge.way);
  const again = open && ENDED.includes(pledge.state);
  if (!toCard && !withdraw && !again && !transfer) return null;
  return (
    <div class="row">
      {toCard && (
        <form method="post" action={href(`/gift/${pledge.id}/card${view.query}`)}>
          <button class={pledge.state === 'promised' ? 'btn line' : 'btn give'}>{say(toCard)}</button>
        </form>
      )}
      {again && (
        <a
          class="btn give"
          href={href(againPath(view.face.path, pledge, new URLSearchParams(view.query).get('token')))}
        >
          {say('gift.again')}
        </a>
      )}
      {transfer && (
        <a class="btn" href={href(`/thanks/${pledge.ref}`)}>
          {say('transfer.how')}
        </a>
      )}
      {withdraw && (
        <a class="btn line" href={href(`/gift/${pledge.id}/withdraw${view.query}`)}>
          {say('gift.withdraw')}
        </a>
      )}
    </div>
  );
}

function Where({ places }: { places: GiftMoney }): JSX.Element {
  const reading = useReading();
  const { say, money } = reading;
  return (
    <section class="stack">
      <h2>{say('gift.money.title')}</h2>
      <p>{say('gift.money.of', { sum: money(wholeOf(places)), parts: placesLine(reading, places) })}</p>
      <MoneyBand places={places} />
      <MoneyRoad money={places} />
      <p class="small mute">
        {say('gift.money.lead')} <a href={reading.href('/how')}>{say('how.title')}</a>
      </p>
    </section>
  );
}

/** What its donor asked back, above everything else: whoever has just asked sees that it came. */
function Asked({ pledge, view: { request, query } }: { pledge: Pledge; view: GiftView }): JSX.Element | null {
  if (!request || request.state === 'withdrawn') return null;
  return <AskedNote request={request} pledge={pledge} query={query} />;
}

/** The way to ask it back, while nothing that was asked is undecided. */
function Back({ pledge, view: { request, query } }: { pledge: Pledge; view: GiftView }): JSX.Element | null {
  const { say, href } = useReading();
  if (request?.state === 'waiting' || request?.state === 'signing') return null;
  return (
    <p class="small">
      <a href={href(`/gift/${pledge.id}/refund${query}`)}>{say('refund-ask.open')}</a>
    </p>
  );
}
