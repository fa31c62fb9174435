import { describe, expect, it } from '@jest/globals';
import type { Type } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { EditionRequest, VersionRequest } from '../programmes/editions.requests.js';
import { SectionForm } from '../town-hall/section.requests.js';
import { InKindForm, InvoiceForm, ShareForm } from '../town-hall/works.requests.js';
import { STRICT } from './validation.js';

const wrong = (form: Type<object>, body: object) =>
  validateSync(plainToInstance(form, body), STRICT).map(({ property }) => property);

describe('what officers and staff send', () => {
  it('has bounds like what everybody sends: no number beyond the database’s, no endless list, no endless sum', () => {
    const beyond = { version: 3_000_000_000 };
    for (const form of [VersionRequest, EditionRequest, SectionForm]) expect(wrong(form, beyond)).toContain('version');
    expect(wrong(VersionRequest, { version: 7 })).toEqual([]);
    const many = {
      papers: Array.from({ length: 31 }, () => 'form'),
      reports: Array.from({ length: 31 }, () => 'final'),
    };
    expect(wrong(EditionRequest, many)).toEqual(expect.arrayContaining(['papers', 'reports']));
    const long = { amount: '1'.repeat(41), fromPeople: '1'.repeat(41) };
    expect(wrong(InvoiceForm, long)).toEqual(expect.arrayContaining(['amount', 'fromPeople']));
    for (const form of [ShareForm, InKindForm]) expect(wrong(form, { amount: '1'.repeat(41) })).toContain('amount');
  });
});
