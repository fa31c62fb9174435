import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fs from 'node:fs';
import { extractText, getDocumentProxy } from 'unpdf';
import { Money, newId, type PersonId, type PledgeId } from '#libs/kernel/src/index.js';
import { formatMoney } from '#libs/platform/src/index.js';
import { PromisesService } from '#libs/pledges/src/index.js';
import { sealAll } from '../../../../test/support/sealed.js';
import { Visitor } from '../../../../test/support/visitor.js';
import { buildProject, buildTown, type Town } from '../../../../test/support/town.js';
import { pathOf } from '../../../../test/support/campaign.js';
import { openSponsor } from '../../../../test/support/sponsor.js';
import { type GivingWeb, openGivingWeb } from '../../../../test/support/giving-web.js';

interface Given {
  readonly id: PledgeId;
  readonly ref: string;
  readonly receipt: string;
  readonly donor: PersonId;
}

let web: GivingWeb;
let town: Town;

beforeAll(async () => {
  web = await openGivingWeb();
  town = await buildTown(web);
});
afterAll(() => web.close());

/** A gift of forty euro by card, from somebody who reads Russian; its money has not come yet. */
async function given(email: string): Promise<Given> {
  const { id: projectId } = await buildProject(web, town, { state: 'campaign', campaignEndsIn: '9 days' });
  const fields = { shown: 'EUR', currency: 'EUR', amount: '', other: '40', shortfall: 'return', by: 'card' };
  const rest = { publicName: '', associationId: '', country: '', id: newId(), email };
  expect((await web.post(`/ru${await pathOf(web.db, projectId)}/give`, { ...fields, ...rest })).status).toBe(303);
  const [gift] = await web.db.rows<Given>(
    `select g.id, g.ref, g.receipt_code as receipt, g.person_id as donor from pledges.pledge g join identity.person p on p.id = g.person_id
      where p.email = $1 order by g.id desc limit 1`,
    [email],
  );
  return gift!;
}

async function arrive({ id }: Given): Promise<void> {
  await web.bank.pay(id);
  await web.bank.drain();
}

/** What a PDF says to whoever reads it aloud, and how it is marked. */
async function read(answer: Response, name: string) {
  expect(answer.headers.get('content-type')).toBe('application/pdf');
  const bytes = new Uint8Array(await answer.arrayBuffer());
  if (process.env.SHOTS_DIR) fs.writeFileSync(`${process.env.SHOTS_DIR}/${name}.pdf`, bytes);
  const pdf = await getDocumentProxy(bytes);
  const [{ info }, marked, { text }] = await Promise.all([
    pdf.getMetadata(),
    pdf.getMarkInfo(),
    extractText(pdf, { mergePages: true }),
  ]);
  return { sheets: pdf.numPages, info, tagged: marked?.Marked, words: spaced(text) };
}

function spaced(text: string): string {
  return text.replace(/\s+/g, ' ');
}

describe('papers', () => {
  it('a receipt is for its donor alone, in Romanian and in his language, once the money is here', async () => {
    await openSponsor(web, town, {
      places: [town.placeCode],
      paid: Money.parse('5000', 'MDL'),
      perDonor: Money.parse('100', 'MDL'),
    });
    const gift = await given('alex@donor.plai.example');
    const page = `/ru/gift/${gift.id}`;
    const token = `?token=${web.get(PromisesService).tokenOf(gift.id)}`;
    expect((await web.fetch(`${page}/receipt.pdf${token}`)).status).toBe(409);
    await arrive(gift);
    await sealAll(web);
    expect(await (await web.fetch(page + token)).text()).toContain(`${page}/receipt.pdf${token}`);
    const answer = await web.fetch(`${page}/receipt.pdf${token}`);
    expect(answer.headers.get('content-disposition')).toBe(`attachment; filename="plai-${gift.ref}.pdf"`);
    const { sheets, info, tagged, words } = await read(answer, 'receipt');
    expect([sheets, tagged]).toEqual([1, true]);
    expect(info).toMatchObject({ Title: `Confirmarea contribuției ${gift.ref}`, Language: 'ro' });
    for (const said of [
      'Confirmarea contribuției',
      'Подтверждение взноса',
      gift.ref,
      `/v/${gift.receipt}`,
      '40,00',
      'Adaugă Nucul SRL',
      'Добавляет Nucul SRL',
    ])
      expect(words).toContain(said);
    const [seal] = await web.db.rows<{ hash: string }>(
      `select encode(hash, 'hex') as hash from ledger.seal order by n desc limit 1`,
    );
    expect(words.replaceAll(' ', '')).toContain(seal!.hash);
    expect((await web.fetch(`${page}/receipt.pdf`)).headers.get('location')).toContain('/ru/sign-in');
    expect((await web.fetch(`${page}/receipt.pdf${token.slice(0, -2)}`)).status).toBe(404);
  });

  it('a yearly statement adds up what came in the year, and says what went back', async () => {
    const email = 'vera@donor.plai.example';
    const gifts = [await given(email), await given(email), await given(email)] as const;
    for (const gift of gifts.slice(0, 2)) await arrive(gift);
    const half = `update pledges.pledge set refunded_minor = came_minor / 2, refunded_lei_minor = came_lei_minor / 2 where id = $1`;
    await web.db.rows(half, [gifts[1].id]);
    const [gift] = await web.db.rows<{ lei: string; year: string }>(
      `select came_lei_minor as lei, extract(year from counted_at at time zone 'Europe/Chisinau')::text as year from pledges.pledge where id = $1`,
      [gifts[1].id],
    );
    const [lei, year] = [Number(gift!.lei), gift!.year];
    const { cookie } = await Visitor.enter(web, gifts[0].donor);
    const get = (path: string) => web.fetch(path, { headers: { cookie } });
    const sum = (minor: number) => spaced(formatMoney('ro', Money.lei(BigInt(minor))));
    const account = await (await get('/ro/account')).text();
    expect(account).toContain(`href="/ro/account/years/${year}"`);
    const page = await (await get(`/ro/account/years/${year}`)).text();
    const paper = await read(await get(`/ro/account/years/${year}/statement.pdf`), 'year');
    // In the donor's own money first, beside it in lei.
    const sums = [['80,00 €', 2 * lei], ['20,00 €', lei / 2], ['60,00 €', 1.5 * lei]] as const; // prettier-ignore
    for (const said of [page, paper.words])
      for (const [own, figure] of sums) expect(spaced(said)).toContain(`${own} (${sum(figure)})`);
    expect(gifts.map(({ ref }) => paper.words.includes(ref))).toEqual([true, true, false]);
    expect(paper.words).toContain(email);
    expect((await get(`/ro/account/years/${Number(year) - 1}`)).status).toBe(404);
    expect((await web.fetch(`/ro/account/years/${year}`)).headers.get('location')).toContain('/ro/sign-in');
  });
});
