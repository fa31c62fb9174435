import type { Type } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { DomainError, type FieldRefusal, isId } from '#libs/kernel/src/index.js';
import { type FormBody, nested, type SentFile, strangeNames } from './form.body.js';
import { type Page, type Redirect } from './page.js';
import { problemOf } from './problem.js';
import type { Reading } from './reading.js';
import { fieldsOf, STRICT } from './validation.js';

const NOTHING: FormBody = { values: new Map(), files: new Map(), refused: new Map() };

/** A form as somebody filled it in: nothing he typed is lost when something is wrong. Made anew for each answer. */
export class Form<Input extends object = object> {
  private constructor(
    private readonly body: FormBody,
    private readonly input: Input | null,
    /** What is wrong, in the order of the fields; pointer "" is the form as a whole. */
    readonly errors: readonly FieldRefusal[],
  ) {}

  /** A form to be filled in, with values that stand there already. */
  static blank<Input extends object>(
    values: Readonly<Record<string, string | readonly string[] | null | undefined>> = {},
  ): Form<Input> {
    const filled = Object.entries(values).flatMap(([name, value]) =>
      value === null || value === undefined ? [] : [[name, [value].flat()] as const],
    );
    return new Form<Input>({ ...NOTHING, values: new Map(filled) }, null, []);
  }

  /** A form that was sent, checked against its shape. */
  static read<Input extends object>(shape: Type<Input>, body: FormBody): Form<Input> {
    const input = plainToInstance(shape, nested(body.values));
    const strange = strangeNames(body.values).map((name) => ({ pointer: `/${name}`, code: 'field-unknown' }));
    const found = validateSync(input, STRICT);
    // A class without rules is the form of a mere button: nothing may be in it.
    const errors = found.some(({ constraints }) => constraints?.unknownValue)
      ? Object.keys(input).map((name) => ({ pointer: `/${name}`, code: 'field-unknown' }))
      : [...strange, ...fieldsOf(found), ...[...body.refused].map(([name, code]) => ({ pointer: `/${name}`, code }))];
    return new Form(body, errors.length === 0 ? input : null, errors);
  }

  /** What stands in a field. */
  value(name: string): string {
    return this.body.values.get(name)?.at(-1) ?? '';
  }

  /** Everything that was sent under a name: the boxes of a list that are ticked. */
  values(name: string): readonly string[] {
    return this.body.values.get(name) ?? [];
  }

  /** Whether a box or tile of this value is chosen. */
  has(name: string, value: string): boolean {
    return this.body.values.get(name)?.includes(value) ?? false;
  }

  /** The same form with something else in some of its fields. */
  with(values: Readonly<Record<string, string>>): Form<Input> {
    const changed = Object.entries(values).map(([name, value]) => [name, [value]] as const);
    return new Form({ ...this.body, values: new Map([...this.body.values, ...changed]) }, this.input, this.errors);
  }

  /** How many rows "lines.0…", "lines.1…" were sent; a row that is far beyond any table is none. */
  rows(name: string): number {
    const strange = strangeNames(this.body.values);
    const sent = [...this.body.values.keys()].filter((key) => !strange.includes(key));
    const row = new RegExp(`^${name}\\.(\\d+)\\.`);
    const found = sent.map((key) => row.exec(key)?.[1]);
    return Math.max(-1, ...found.filter((index) => index !== undefined).map(Number)) + 1;
  }

  files(name: string): readonly SentFile[] {
    return this.body.files.get(name) ?? [];
  }

  /** The id made when the form was first shown, kept over corrections so that a double tap is one command. */
  id(name = 'id'): string | null {
    const value = this.value(name);
    return isId(value) ? value : null;
  }

  /** The first thing wrong with a field ("email", "lines.0.price"). */
  errorOf(name: string): FieldRefusal | undefined {
    return this.errors.find(({ pointer }) => fieldName(pointer) === name);
  }

  /** The same form with what a rule of the domain refused. */
  withErrors(fields: readonly FieldRefusal[]): Form<Input> {
    return new Form(this.body, this.input, fields);
  }

  /** The same form with what else is wrong in it, to be told at once with what its shape refuses. */
  also(wrong: readonly FieldRefusal[]): Form<Input> {
    const fresh = wrong.filter(({ pointer }) => !this.errors.some((known) => known.pointer === pointer));
    return fresh.length === 0 ? this : new Form<Input>(this.body, null, [...this.errors, ...fresh]);
  }

  /**
   * Does the form's work with its checked input. When the input is wrong, or a rule refuses the work, the page that
   * `again` makes is shown once more with everything still filled in: status 422 (409, 403, 503 as the refusal says),
   * "Error:" before its title.
   */
  async submit(
    reading: Reading,
    work: (input: Input, form: Form<Input>) => Promise<Page | Redirect>,
    again: (form: Form<Input>) => Page | Promise<Page>,
  ): Promise<Page | Redirect> {
    if (!this.input) return this.shown(reading, await again(this), 422);
    try {
      return await work(this.input, this);
    } catch (error) {
      if (!(error instanceof DomainError) || error.kind === 'not-found') throw error;
      const { fields, code, params, status } = problemOf(error);
      const form = this.withErrors(fields.length > 0 ? fields : [{ pointer: '', code, params }]);
      return this.shown(reading, await again(form), status);
    }
  }

  private shown(reading: Reading, page: Page, status: number): Page {
    return page.refused(status, reading.say('form.error-title', { title: page.init.title }));
  }
}

/** The field name of a pointer: "/lines/0/price" is "lines.0.price". */
export function fieldName(pointer: string): string {
  return pointer.slice(1).replaceAll('/', '.').replaceAll('~1', '/').replaceAll('~0', '~');
}
