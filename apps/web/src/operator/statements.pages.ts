import { Controller, Get, Param, Post, UseGuards } from '@nestjs/common';
import { type BankAccount, BankService, type CsvMapping, StatementsQueries, StatementsService, type TypedBalances } from '#libs/banking/src/index.js'; // prettier-ignore
import { type FieldRefusal, isId, refuse, refuseFields, wrongIn } from '#libs/kernel/src/index.js';
import { OperatorGuard } from '../bank/operator.guard.js';
import { FormOf, Read } from '../edge/decorators.js';
import { Form } from '../edge/form.js';
import { listById, type Page, type Redirect, seeOther } from '../edge/page.js';
import { idIn } from '../edge/paging.js';
import type { Reading } from '../edge/reading.js';
import { typedSum } from '../edge/typed-sum.js';
import { dealsPage } from './deals.view.js';
import { mappingPage } from './mapping.view.js';
import { COLUMN_NAMES, DELIMITER_NAMES, MappingForm, StatementForm } from './statements.requests.js';
import { newStatementPage, statementPage } from './statements.view.js';

const SHOWN = 30;

/** Statements as files: how they are read, and what they say. */
@UseGuards(OperatorGuard)
@Controller('/:lang(^ro|ru|en$)/operator/bank')
export class StatementPages {
  constructor(
    private readonly bank: BankService,
    private readonly statements: StatementsService,
    private readonly queries: StatementsQueries,
  ) {}

  @Get('/statements/new')
  async blank(@Read() reading: Reading): Promise<Page> {
    return newStatementPage(reading, await this.bank.accounts(), Form.blank());
  }

  @Post('/statements/new')
  async enter(@Read() reading: Reading, @FormOf(StatementForm) form: Form<StatementForm>): Promise<Page | Redirect> {
    const accounts = await this.bank.accounts();
    const chosen = accounts.filter(({ id }) => form.has('accountId', id));
    const wrong = [...fileWrong(form), ...balancesWrong(form, chosen.length > 0 ? chosen : accounts)];
    return form.also(wrong).submit(
      reading,
      async ({ id, accountId, ...typed }) => {
        const bytes = form.files('file')[0]!.bytes;
        const balances = balancesOf(typed, await this.account(accountId));
        await this.statements.enter({ id, accountId, bytes, ...(balances && { typed: balances }) }, reading.person());
        return seeOther(reading.href(`/operator/bank/statements/${id}?done=asked`));
      },
      (again) => newStatementPage(reading, accounts, besideFile(again)),
    );
  }

  @Get('/statements/:id')
  async show(@Read() reading: Reading, @Param('id') id: string): Promise<Page> {
    const found = isId(id) ? await this.queries.statement(id) : null;
    if (!found) throw refuse('not-found', 'not-found', 'No such statement.');
    const account = (await this.bank.accounts()).find((one) => one.id === found.statement.accountId) ?? null;
    return statementPage(reading, { ...found, account });
  }

  @Get('/accounts/:id/csv')
  async mapping(@Read() reading: Reading, @Param('id') id: string): Promise<Page> {
    const account = await this.account(id);
    const mapping = await this.statements.mapping(account.id);
    return mappingPage(reading, { account, read: null }, Form.blank(mapping ? valuesOf(mapping) : DEFAULTS));
  }

  @Post('/accounts/:id/csv')
  async map(
    @Read() reading: Reading,
    @Param('id') id: string,
    @FormOf(MappingForm) form: Form<MappingForm>,
  ): Promise<Page | Redirect> {
    const account = await this.account(id);
    const sample = form.has('step', 'try') ? [...fileWrong(form), ...balancesWrong(form, [account])] : [];
    return form.also([...columnsWrong(form), ...sample]).submit(
      reading,
      async (input) => {
        const mapping = mappingOf(input);
        if (input.step === 'try') return mappingPage(reading, { account, read: this.statements.preview(account, form.files('file')[0]!.bytes, mapping, balancesOf(input, account)) }, form); // prettier-ignore
        await this.statements.saveMapping(account.id, mapping, reading.person());
        return seeOther(reading.href('/operator/bank?done=saved'));
      },
      (again) => mappingPage(reading, { account, read: null }, besideFile(again)),
    );
  }

  @Get('/exchanges')
  async exchanges(@Read() reading: Reading): Promise<Page> {
    const deals = await this.queries.deals({ limit: SHOWN + 1, after: idIn(reading.query) });
    const { items, next } = listById(deals, SHOWN);
    return dealsPage(reading, items, next);
  }

  private async account(id: string): Promise<BankAccount> {
    const account = (await this.bank.accounts()).find((one) => one.id === id);
    if (!account) throw refuse('not-found', 'not-found', 'No such account.');
    return account;
  }
}

const DEFAULTS = {
  encoding: 'utf-8',
  delimiter: 'semicolon',
  dates: 'DD.MM.YYYY',
  decimal: ',',
  skip: '1',
  skipEnd: '0',
};

/** What is wrong with a file stands beside it; a balance that it lacks, where that is written. */
function besideFile(form: Form): Form {
  const pointer = (code: string) => (code === 'statement-no-balance' ? '/opening' : '/file');
  return form.withErrors(
    form.errors.map((error) =>
      error.params && 'line' in error.params ? { ...error, pointer: pointer(error.code) } : error,
    ),
  );
}

function fileWrong(form: Form): FieldRefusal[] {
  return form.files('file').length === 0 ? [{ pointer: '/file', code: 'file-empty' }] : [];
}

/** What is wrong with the balances as typed; while no account is chosen, what would be wrong with each of them. */
function balancesWrong(form: Form, accounts: readonly BankAccount[]): FieldRefusal[] {
  return ['opening', 'closing'].flatMap((name) => {
    const text = form.value(name).trim();
    if (text === '') return [];
    const found = accounts.map(({ currency }) => wrongIn(() => typedSum(text, currency, name)));
    return found.every((wrong) => wrong.length > 0) ? found.slice(0, 1).flat() : [];
  });
}

/** The balances as somebody typed them; null unless both were. */
function balancesOf(
  { opening, closing }: Pick<MappingForm, 'opening' | 'closing'>,
  { currency }: BankAccount,
): TypedBalances | null {
  if (!opening || !closing) return null;
  const sum = (text: string, field: string) => typedSum(text, currency, field).toString();
  return { opening: sum(opening, 'opening'), closing: sum(closing, 'closing') };
}

/** What is wrong with the numbers of the columns: date, and an amount or what came and went, must have one. */
function columnsWrong(form: Form): FieldRefusal[] {
  const typed = (name: string) => form.value(`columns.${name}`).trim();
  const strange = COLUMN_NAMES.filter((name) => typed(name) !== '' && !/^[1-9]\d?$/.test(typed(name)));
  const sums = typed('amount') || (typed('debit') && typed('credit'));
  return [
    ...strange.map((name) => ({ pointer: `/columns/${name}`, code: 'number' })),
    ...(typed('date') ? [] : [{ pointer: '/columns/date', code: 'required' }]),
    ...(sums ? [] : [{ pointer: '/columns/amount', code: 'required' }]),
  ];
}

function mappingOf({ delimiter, columns = {}, encoding, dates, decimal, skip, skipEnd }: MappingForm): CsvMapping {
  const unknown = Object.keys(columns).find((name) => !COLUMN_NAMES.some((one) => one === name));
  if (unknown !== undefined) throw refuseFields({ pointer: `/columns/${unknown}`, code: 'field-unknown' });
  const numbers: CsvMapping['columns'] = Object.fromEntries(Object.entries(columns).map(([name, text]) => [name, Number(text)])); // prettier-ignore
  return { encoding, dates, decimal, skip, skipEnd, delimiter: DELIMITER_NAMES[delimiter], columns: numbers };
}

function valuesOf({ columns, delimiter, skip, skipEnd, ...rest }: CsvMapping): Record<string, string> {
  const [named] = Object.entries(DELIMITER_NAMES).find(([, sign]) => sign === delimiter) ?? ['comma'];
  const numbers = Object.entries(columns).map(([name, n]) => [`columns.${name}`, String(n)] as const);
  return { ...rest, delimiter: named, skip: String(skip), skipEnd: String(skipEnd), ...Object.fromEntries(numbers) };
}
