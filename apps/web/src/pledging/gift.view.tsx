import type { ComponentChildren, JSX } from 'preact';
import type { GiftMoney } from '#libs/books/src/index.js';
import { townOrVillage } from '#libs/hometowns/src/index.js';
import type { Pledge, PoolPart, RefundRequest, WordsToRead } from '#libs/pledges/src/index.js';
import { ScrollTable } from '../books/table.view.js';
import type { Form } from '../edge/form.js';
import { page, type Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { Tag } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { ErrorSummary } from '../layout/form.view.js';
import { Crumbs, Facts, Note } from '../layout/parts.view.js';
import { capital } from '../projects/capital.js';
import type { ProjectFace } from '../projects/project.faces.js';
import { PublicWordsFields } from './give-fields.view.js';
import { MoneyBand, MoneyRoad, placesLine, wholeOf } from './gift-money.view.js';
import { giftRows } from './gift-rows.view.js';
import { againPath, ENDED } from './paths.js';
import { AskedNote } from './refund-ask.view.js';

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
  /** "?token=…" for whoever came by a link, else "". */
  readonly query: string;
}

const TONES = { counted: 'ok', promised: 'now', awaited: 'now', charging: 'now', declined: 'bad' } as const;

/** What a state means for units of a line: not taken yet, promised, given, or open to others again. */
const UNITS: Readonly<Record<Pledge['state'], 'waiting' | 'promised' | 'held' | 'open'>> = {
  ...{ started: 'waiting', abandoned: 'waiting', awaited: 'waiting', counted: 'held' },
  ...{ promised: 'promised', charging: 'promised', declined: 'promised' },
  ...{ refunded: 'open', moved: 'open', lost: 'open', lapsed: 'open', withdrawn: 'open' },
};

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
        <h1 class="h-page">{title}</h1>
        <ErrorSummary form={view.form} />
        <p>
          <Tag tone={toneOf(pledge.state)}>{say(`gift.state.${pledge.state}`)}</Tag>
        </p>
        {pledge.state === 'declined' && (
          <Note tone="bad">
            {say('gift.declined-lead', { sum: money(pledge.gross), date: date(pledge.repairUntil!) })}
          </Note>
        )}
        {view.disputed && <Note>{say('gift.disputed')}</Note>}
        {pledge.state === 'lost' && <Note>{say('gift.lost')}</Note>}
        {pledge.state === 'withdrawn' && <Note tone="ok">{say('gift.withdrawn')}</Note>}
        <Actions pledge={pledge} view={view} />
      </div>
      <Facts rows={[...giftRows(reading, pledge, view.face), ...words(reading, pledge, view)]} />
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

/** Where a donor writes what stands beside his gift in public. */
export function wordsPage(reading: Reading, pledge: Pledge, { form, query }: Pick<GiftView, 'form' | 'query'>): Page {
  const { say, href } = reading;
  const title = say('gift.words.title', { ref: pledge.ref });
  const body = (
    <div class="wrap narrow sect stack">
      <Crumbs links={[[href(`/gift/${pledge.id}${query}`), say('gift.title', { ref: pledge.ref })]]} />
      <h1 class="h-page">{title}</h1>
      <ErrorSummary form={form} />
      <p class="lead">{say('gift.words.lead')}</p>
      <form method="post" action={href(`/gift/${pledge.id}/words${query}`)} novalidate>
        <PublicWordsFields form={form} />
        <p class="fld">
          <button class="btn">{say('settings.save')}</button>
        </p>
      </form>
    </div>
  );
  return page({ title, nav: 'account', index: false, body });
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
  const body = (
    <div class="wrap narrow sect stack">
      <h1 class="h-page">{say('gift.withdraw-title')}</h1>
      <ErrorSummary form={form} />
      <p class="lead">{say('gift.withdraw-lead', params)}</p>
      <form method="post" action={href(`/gift/${pledge.id}/withdraw${query}`)} class="row">
        <button class="btn">{say('gift.withdraw')}</button>
        <a class="btn line" href={href(`/gift/${pledge.id}${query}`)}>
          {say('gift.withdraw-keep')}
        </a>
      </form>
    </div>
  );
  return page({ title: say('gift.withdraw-title'), nav: 'account', index: false, body });
}

function words(
  { say, date, href }: Reading,
  pledge: Pledge,
  { face, words: said, query }: GiftView,
): (readonly [string, ComponentChildren])[] {
  const fate = say(`give.choice.${pledge.shortfall}`, { kind: townOrVillage(face.place) });
  return [
    [say('gift.made'), date(pledge.madeAt)],
    [say('gift.fate'), fate],
    [
      say('gift.public'),
      <>
        {pledge.publicName ?? say('giving.anonymous')}
        <br />
        <a href={href(`/gift/${pledge.id}/words${query}`)}>{say('gift.words.change')}</a>
      </>,
    ],
    ...(pledge.dedication
      ? [[capital(say('term.dedication')), say('project.quoted', { text: pledge.dedication })] as const]
      : []),
    ...(said?.verdict === 'hidden'
      ? [[say('gift.words'), say('gift.words.hidden', { why: say(`words.why.${said.reason!}`) })] as const]
      : []),
    ...(said?.waits ? [[say('gift.words'), say('gift.words.unseen')] as const] : []),
  ];
}

function Actions({ pledge, view }: { pledge: Pledge; view: GiftView }): JSX.Element | null {
  const { say, href } = useReading();
  const open = view.face.daysLeft !== null;
  const card = { promised: open && 'gift.card', declined: 'gift.repair', started: open && 'gift.finish', abandoned: open && 'gift.finish' } as Partial<Record<Pledge['state'], string | false>>; // prettier-ignore
  const toCard = card[pledge.state];
  const withdraw = open && (pledge.state === 'promised' || pledge.state === 'awaited');
  const again = open && ENDED.includes(pledge.state);
  if (!toCard && !withdraw && !again) return null;
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
      {pledge.state === 'awaited' && (
        <a class="btn" href={href(`/thanks/${pledge.ref}`)}>
          {say('transfer.title')}
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

/** What the state of a gift means for the units for which it is. */
function LineNote({ pledge, face }: { pledge: Pledge; face: ProjectFace }): JSX.Element | null {
  const { say } = useReading();
  if (pledge.lineId === null) return null;
  const kept = face.plan.lines.some(({ id }) => id === pledge.lineId);
  const key = !kept ? 'whole' : UNITS[pledge.state];
  return <p class="small mute">{say(`gift.line-note.${key}`)}</p>;
}

/** Who took part, with what each has in the gift and what of it went back. */
function Parts({ parts }: Pick<GiftView, 'parts'>): JSX.Element | null {
  const { say, money } = useReading();
  if (parts.length === 0) return null;
  const back = parts.some(({ gone }) => gone.isPositive());
  const abroad = parts[0]!.share.currency !== 'MDL';
  const head = [
    say('gift.parts.who'),
    say('thanks.sum'),
    abroad && say('gift.parts.lei'),
    back && say('gift.parts.gone'),
  ];
  return (
    <section class="stack tight">
      <h2>{say('gift.parts')}</h2>
      <ScrollTable
        caption={say('gift.parts.caption')}
        head={head.filter((one) => one !== false)}
        numbers={[1, 2, 3]}
        fold
      >
        {parts.map(({ name, share, lei, gone, public: shown }, n) => (
          <tr key={n}>
            <td>
              {name ?? say('gift.parts.one')}
              {name && !shown && <span class="hint">{say('gift.parts.hidden')}</span>}
            </td>
            <td class="n">{money(share)}</td>
            {abroad && <td class="n">{money(lei)}</td>}
            {back && <td class="n">{money(gone)}</td>}
          </tr>
        ))}
      </ScrollTable>
      <p class="small mute">{say('gift.parts.note')}</p>
    </section>
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

/** Asking it back: what was asked and where that stands, and the way to ask. */
function Back({ pledge, view: { request, query } }: { pledge: Pledge; view: GiftView }): JSX.Element {
  const { say, href } = useReading();
  return (
    <section class="stack tight">
      {request && request.state !== 'withdrawn' && <AskedNote request={request} pledge={pledge} query={query} />}
      {request?.state !== 'waiting' && request?.state !== 'signing' && (
        <p class="small">
          <a href={href(`/gift/${pledge.id}/refund${query}`)}>{say('refund-ask.open')}</a>
        </p>
      )}
    </section>
  );
}
