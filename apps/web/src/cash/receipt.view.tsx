import type { JSX } from 'preact';
import type { Deposit, Receipt } from '#libs/cash/src/index.js';
import { townOrVillage, type PlacesQueries } from '#libs/hometowns/src/index.js';
import type { PersonId } from '#libs/kernel/src/index.js';
import { LANGS, type Multilingual, sayIn } from '#libs/platform/src/index.js';
import type { Form } from '../edge/form.js';
import { page, type Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { Tag, Written } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { LANGUAGES } from '../layout/names.js';
import { SecondSignature } from '../layout/decision.view.js';
import { Check, Choices, ErrorSummary, Field, Select } from '../layout/form.view.js';
import { Facts, FoldOut, Note } from '../layout/parts.view.js';
import type { GiveLine } from '../pledging/give-line.js';
import { grouped, lineWords } from '../pledging/gift-rows.view.js';
import { capital } from '../projects/capital.js';
import type { ProjectFace } from '../projects/project.faces.js';
import { DeskHead } from '../town-hall/desk.view.js';
import { deskForm } from '../town-hall/form.page.js';
import type { CashSeat } from './cash-desk.service.js';

interface FormView {
  readonly seat: CashSeat;
  readonly form: Form;
  /** Null for a new one. */
  readonly receipt: Receipt | null;
  readonly cards: CashSeat['cards'];
  /** Lines of these projects' budgets of which a giver may choose units. */
  readonly lines: readonly (GiveLine & { readonly project: Multilingual })[];
  readonly place: NonNullable<Awaited<ReturnType<PlacesQueries['byCode']>>>;
}

const TONES = { written: 'now', signed: 'now', deposited: 'ok', void: undefined } as const;
const CHOICES = ['return', 'smaller', 'next'] as const;

/** What a cashier writes while the giver stands before him; the choice is read aloud in the giver's language. */
export function receiptFormPage(reading: Reading, { seat, form, receipt, cards, lines, place }: FormView): Page {
  const { say, href, text } = reading;
  const at = `/association/${seat.office.body.id}/cash`;
  const kind = townOrVillage(place);
  const projects = cards.map((card) => [card.id, text(card.title).text] as const);
  return deskForm({
    crumbs: [
      [href(`/association/${seat.office.body.id}`), <Written text={seat.office.body.name} key="body" />],
      [href(at), say('cash.title')],
    ],
    title: receipt ? say('cash.receipt', { n: receipt.n }) : say('cash.new'),
    lead: say('cash.new-lead'),
    form,
    button: say(receipt ? 'cash.save' : 'cash.send'),
    fields: (
      <>
        {cards.length === 0 && <Note>{say('cash.no-projects')}</Note>}
        <Select form={form} name="projectId" label={say('cash.head.project')} options={[['', say('cash.choose')], ...projects]} />
        <Field form={form} name="lei" label={say('cash.lei')} inputmode="decimal" maxlength={20} short />
        <LineFields form={form} lines={lines} many={cards.length > 1} />
        <Field form={form} name="giver" label={say('cash.giver')} hint={say('cash.giver-hint')} maxlength={80} autocomplete="off" />
        <Check form={form} name="shown" label={say('cash.shown')} hint={say('cash.shown-hint')} />
        <Field form={form} name="email" label={say('cash.email')} hint={say('cash.email-hint')} type="email" maxlength={254} autocomplete="off" />
        <Select form={form} name="lang" label={say('cash.lang')} options={LANGS.map((lang) => [lang, capital(LANGUAGES[lang])])} />
        <Choices
          form={form}
          name="shortfall"
          label={say('cash.ask')}
          hint={say('cash.ask-hint')}
          options={CHOICES.map((one) => [one, say(`give.choice.${one}`, { kind })])}
        />
        <Check form={form} name="onward" label={say('cash.onward', { kind })} hint={say('cash.onward-hint')} />
        <Aloud kind={kind} />
      </>
    ),
  }); // prettier-ignore
}

/** What of the budget the giver wishes it for; the project's name stands before it where there are several. */
function LineFields({ form, lines, many }: Pick<FormView, 'form' | 'lines'> & { many: boolean }): JSX.Element | null {
  const { say, text, moneyShort } = useReading();
  if (lines.length === 0) return null;
  const option = ({ id, name, price, open, unit, project }: FormView['lines'][number]) => {
    const params = { line: text(name).text, price: moneyShort(price), unit: say(`measure.${unit}`), n: open };
    return [id, `${many ? `${text(project).text} – ` : ''}${say('giving.line.option', params)}`] as const;
  };
  return (
    <FoldOut
      summary={say('giving.line.which')}
      open={form.value('line.id') !== '' || ['line.id', 'line.units'].some((name) => form.errorOf(name))}
    >
      <Select
        form={form}
        name="line.id"
        label={say('giving.line.which')}
        options={[['', say('giving.line.all')], ...lines.map(option)]}
      />
      <Field form={form} name="line.units" label={say('giving.line.units')} inputmode="numeric" maxlength={9} short />
    </FoldOut>
  );
}

/** The question and its three answers in the giver's language, to be read to him. */
function Aloud({ kind }: { kind: string }): JSX.Element {
  const { say } = useReading();
  return (
    <FoldOut summary={say('cash.aloud')}>
      {LANGS.map((lang) => (
        <section lang={lang} class="stack tight" key={lang}>
          <p>
            <b>{sayIn(lang)('give.choice.legend')}</b>
          </p>
          <ul>
            {CHOICES.map((one) => (
              <li key={one}>{sayIn(lang)(`give.choice.${one}`, { kind })}</li>
            ))}
          </ul>
          <p>{sayIn(lang)('cash.onward-aloud', { kind })}</p>
        </section>
      ))}
    </FoldOut>
  );
}

interface ReceiptView {
  readonly seat: CashSeat;
  readonly receipt: Receipt;
  readonly face: ProjectFace;
  readonly deposit: Deposit | null;
  readonly nameOf: (id: PersonId | null) => string;
  readonly form: Form;
}

/** One receipt: what it says, where its cash is, and what the reader may do with it. */
export function receiptPage(reading: Reading, view: ReceiptView): Page {
  const { say, href } = reading;
  const { seat, receipt, form } = view;
  const at = `/association/${seat.office.body.id}/cash`;
  const title = say('cash.receipt', { n: receipt.n });
  const content = (
    <div class="wrap narrow-page sect stack loose">
      <div class="stack">
        <DeskHead
          crumbs={[
            [href(`/association/${seat.office.body.id}`), <Written text={seat.office.body.name} key="body" />],
            [href(at), say('cash.title')],
          ]}
          title={title}
        />
        <p>
          <Tag tone={TONES[receipt.state]}>{say(`cash.state.${receipt.state}`)}</Tag>
        </p>
      </div>
      <ErrorSummary form={form} />
      <Facts rows={factsOf(reading, view)} />
      {receipt.signedAt && (
        <p class="row">
          <a class="btn" href={href(`${at}/receipts/${receipt.id}/receipt.pdf`)} download>
            {say('cash.print')}
          </a>
        </p>
      )}
      <Actions view={view} />
    </div>
  );
  return page({ title, index: false, body: content });
}

function factsOf(reading: Reading, { seat, receipt, face, deposit, nameOf }: ReceiptView): (readonly [string, JSX.Element | string])[] {
  const { say, href, money, moment } = reading;
  const { lei, line, giver, shown, email, shortfall, onward, code, writtenBy, writtenAt, signedBy, signedAt, voidBy, voidAt, voidReason } = receipt;
  const wish = lineWords(reading, { lineId: line?.id ?? null, units: line?.units ?? null }, face);
  const by = (person: PersonId, when: Date) => `${nameOf(person)}, ${moment(when)}`;
  return [
    [say('cash.head.sum'), money(lei)],
    [say('cash.head.project'), <a href={href(face.path)} key="project"><Written text={face.plan.project.title} /></a>],
    ...(wish ? [[say('gift.line'), wish] as const] : []),
    [say('cash.head.giver'), giver ? `${giver} (${say(shown ? 'cash.public' : 'cash.private')})` : say('giving.anonymous')],
    ...(email ? [[say('cash.email'), email] as const] : []),
    [say('gift.fate'), say(onward ? 'cash.onward-fate' : `give.choice.${shortfall}`, { kind: townOrVillage(face.place) })],
    ...(signedAt ? [[say('receipt.code'), grouped(code)] as const] : []),
    [say('cash.written'), by(writtenBy, writtenAt)],
    ...(signedAt ? [[say('cash.signed'), by(signedBy!, signedAt)] as const] : []),
    ...(deposit ? [[say('cash.deposit'), <a href={href(`/association/${seat.office.body.id}/cash/deposits/${deposit.id}`)} key="deposit">{deposit.code}</a>] as const] : []),
    ...(voidAt ? [[say('cash.voided'), `${by(voidBy!, voidAt)}. ${voidReason}`] as const] : []),
  ];
} // prettier-ignore

function Actions({ view: { seat, receipt, form } }: { view: ReceiptView }): JSX.Element | null {
  const { say, href, viewer } = useReading();
  const at = href(`/association/${seat.office.body.id}/cash`);
  const mine = receipt.writtenBy === viewer?.personId;
  if (receipt.voidWish)
    return (
      <Note>
        <p>{say('cash.void-asked')}</p>
        <SecondSignature form={form} action={`${at}/approvals/${receipt.voidWish}`} />
      </Note>
    );
  if (receipt.state === 'written')
    return (
      <>
        {!mine && seat.officer && (
          <Note>
            <p>{say('cash.compare')}</p>
            <SecondSignature form={form} action={`${at}/approvals/${receipt.approvalId}`} />
          </Note>
        )}
        {mine && (
          <>
            <p>{say('cash.other-signs')}</p>
            <p class="row">
              <a class="btn" href={`${at}/receipts/${receipt.id}/correct`}>
                {say('cash.correct')}
              </a>
            </p>
            <Void form={form} action={`${at}/receipts/${receipt.id}/void`} hint={say('cash.void-hint')} />
          </>
        )}
      </>
    );
  if (receipt.state !== 'signed' || receipt.depositId) return null;
  return <Void form={form} action={`${at}/receipts/${receipt.id}/void`} hint={say('cash.void-two')} />;
}

function Void({ form, action, hint }: { form: Form; action: string; hint: string }): JSX.Element {
  const { say } = useReading();
  return (
    <FoldOut summary={say('cash.void')} open={form.errors.length > 0}>
      <form method="post" action={action} class="stack" novalidate>
        <p>{hint}</p>
        <Field form={form} name="reason" label={say('cash.why')} maxlength={500} />
        <p class="row">
          <button class="btn line">{say('cash.void')}</button>
        </p>
      </form>
    </FoldOut>
  );
}
