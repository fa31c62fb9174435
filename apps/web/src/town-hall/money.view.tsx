import type { JSX } from 'preact';
import { checklistOf, type Closing, type InvoiceView, type TrancheRequest } from '#libs/delivery/src/index.js';
import { Money } from '#libs/kernel/src/index.js';
import type { ProjectPlan } from '#libs/projects/src/index.js';
import type { Form } from '../edge/form.js';
import { page, type Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { Tag } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { CommandIdField, ErrorSummary, Field, FileField, PAPERS, Select, TextArea } from '../layout/form.view.js';
import { Facts, FoldOut, Note } from '../layout/parts.view.js';
import { DeskTable } from '../layout/table.view.js';
import { Built } from '../projects/versions.view.js';
import { DeskHead } from './desk.view.js';
import { deskForm } from './form.page.js';
import type { OwnProject } from './offices.js';
import { crumbsOf, finalLead } from './works.view.js';

/** An invoice to be entered against a line of the estimate. */
export function invoicesPage(reading: Reading, view: OwnProject & { requests: readonly TrancheRequest[]; form: Form }): Page {
  const { say, text } = reading;
  const { form, plan } = view;
  const lines = checklistOf(plan).map(({ id, name }): [string, string] => [id, text(name).text]);
  const received = view.requests.filter(({ state }) => state === 'received');
  const tranches = received.map(({ id, number }): [string, string] => [id, say('works.tranche', { n: number })]);
  return deskForm({
    crumbs: crumbsOf(view, reading),
    title: say('works.invoice-new'),
    lead: say('works.invoice.lead'),
    form,
    files: true,
    button: say('works.invoice.send'),
    fields: (
      <>
        <Select form={form} name="lineId" label={say('works.line')} options={[['', '—'], ...lines]} />
        <Field form={form} name="supplier" label={say('works.invoice.supplier')} autocomplete="organization" />
        <div class="halves">
          <Field form={form} name="number" label={say('works.invoice.number')} />
          <Field form={form} name="date" label={say('works.invoice.date')} type="date" />
          <Field form={form} name="amount" label={say('works.invoice.amount')} inputmode="decimal" />
          <Field form={form} name="fromPeople" label={say('works.invoice.people')} hint={say('works.invoice.people-hint')} inputmode="decimal" />
        </div>
        <Select form={form} name="requestId" label={say('works.invoice.tranche')} options={[['', '—'], ...tranches]} />
        <FileField form={form} name="file" label={say('works.invoice.file')} hint={say('file.files-hint')} accept={PAPERS} />
      </>
    ),
  });
} // prettier-ignore

/** One invoice: proven by an act, or taken back. */
export function invoicePage(reading: Reading, view: OwnProject & { invoice: InvoiceView; form: Form }): Page {
  const { say, money, date, href } = reading;
  const { invoice, form } = view;
  const title = `${invoice.supplier}, ${invoice.number}`;
  const at = `/town-hall/${view.body.id}/projects/${view.plan.project.id}/works/invoices/${invoice.id}`;
  const body = (
    <div class="wrap narrow-page sect stack">
      <DeskHead crumbs={crumbsOf(view, reading)} title={title} lead={money(invoice.amount)} />
      <p>
        <Tag tone={invoice.state === 'proven' ? 'ok' : 'now'}>{say(`invoice.state.${invoice.state}`)}</Tag>
      </p>
      <Facts rows={[[say('works.invoice.date'), date(invoice.issuedOn)], [say('works.invoice.people'), money(invoice.fromPeople)], [say('works.invoice.file'), <a href={`/files/${invoice.file}/original`} key="file">{say('term.download')}</a>]]} />
      <ErrorSummary form={form} />
      {invoice.state === 'entered' && (
        <>
          <h2>{say('works.invoice.prove')}</h2>
          <PaperFields form={form} action={href(at)} button={say('works.invoice.prove-send')} />
          <FoldOut summary={say('works.invoice.cancel')}>
            <form method="post" action={href(`${at}/cancel`)} class="stack" novalidate>
              <TextArea form={form} name="reason" label={say('works.invoice.cancel-why')} rows={2} />
              <button class="btn line">{say('works.invoice.cancel')}</button>
            </form>
          </FoldOut>
        </>
      )}
    </div>
  );
  return page({ title, index: false, body });
} // prettier-ignore

/** Number, day and copy of an act. */
function PaperFields({ form, action, button }: { form: Form; action: string; button: string }): JSX.Element {
  const { say } = useReading();
  return (
    <form method="post" action={action} class="stack" novalidate enctype="multipart/form-data">
      <div class="halves">
        <Field form={form} name="number" label={say('file.source.act-no')} />
        <Field form={form} name="date" label={say('file.source.act-date')} type="date" />
      </div>
      <FileField form={form} name="file" label={say('file.source.act-file')} hint={say('file.files-hint')} accept={PAPERS} />
      <button class="btn">{button}</button>
    </form>
  );
} // prettier-ignore

/** What a project's end is made of. */
type FinalView = OwnProject & {
  readonly closing: Closing;
  readonly invoices: readonly InvoiceView[];
  readonly form: Form;
}; // prettier-ignore

/** The end: plan against bills, then the act of acceptance. */
export function finalPage(reading: Reading, view: FinalView): Page {
  const { say, date, href } = reading;
  const { form, plan } = view;
  const { account, acceptance } = view.closing;
  const at = `/town-hall/${view.body.id}/projects/${plan.project.id}/works`;
  const body = (
    <div class="wrap narrow-page sect stack">
      <DeskHead crumbs={crumbsOf(view, reading)} title={say('works.final')} lead={say(finalLead(view.closing))} />
      <ErrorSummary form={form} />
      <Built plan={plan} />
      {account && <AccountTable account={account} plan={plan} />}
      {account?.note && (
        <p>
          <b>{say('works.final.note')}:</b> {account.note}
        </p>
      )}
      {!acceptance && <PartnersMissing view={view} at={href(`${at}/invoices`)} />}
      {acceptance && <Note tone="ok">{say('works.final.act', { number: acceptance.number, date: date(acceptance.date) })}</Note>}
      {!acceptance && (
        <form method="post" action={href(`${at}/final`)} class="stack" novalidate>
          <CommandIdField form={form} />
          <TextArea form={form} name="note" label={say('works.final.note')} hint={say('works.final.note-hint')} />
          <button class="btn">{say(account ? 'works.final.again' : 'works.final.draw')}</button>
        </form>
      )}
      {account && !acceptance && (
        <>
          <h2>{say('works.act')}</h2>
          <PaperFields form={form} action={href(`${at}/acceptance`)} button={say('works.final.accept')} />
        </>
      )}
    </div>
  );
  return page({ title: say('works.final'), index: false, body });
} // prettier-ignore

/** Says how much of what the partners were to pay is not in the invoices yet. */
function PartnersMissing({ view: { plan, invoices }, at }: { view: FinalView; at: string }): JSX.Element | null {
  const { say, moneyShort } = useReading();
  const sum = (all: readonly Money[]) => all.reduce((total, one) => total.plus(one), Money.lei(0n));
  const planned = sum(plan.sources.filter(({ kind }) => kind !== 'people').map(({ amount }) => amount));
  const entered = invoices.filter(({ state }) => state !== 'cancelled');
  const billed = sum(entered.map(({ amount, fromPeople }) => amount.minus(fromPeople)));
  if (billed.compare(planned) >= 0) return null;
  return (
    <Note>
      {say('works.final.partners', { planned: moneyShort(planned), billed: moneyShort(billed) })}{' '}
      <a href={at}>{say('works.invoice-new')}</a>
    </Note>
  );
}

/** Every line as planned and as it was billed. */
function AccountTable({ account, plan }: { account: NonNullable<Closing['account']>; plan: ProjectPlan }): JSX.Element {
  const { say, moneyShort, date, text } = useReading();
  const nameOf = (id: string) => plan.lines.find((line) => line.id === id)?.name;
  return (
    <DeskTable
      title={say('works.final.table', { date: date(account.at) })}
      head={['works.line', 'works.final.planned', 'works.final.real', 'works.final.difference'].map((key) => say(key))}
      numbers={[1, 2, 3]}
      rows={account.lines.map(({ lineId, planned, real }) => ({
        key: lineId,
        cells: [nameOf(lineId) ? text(nameOf(lineId)!).text : '–', moneyShort(planned), moneyShort(real), moneyShort(real.minus(planned))],
      }))}
    />
  );
} // prettier-ignore
