import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AuditService } from '#libs/audit/src/index.js';
import { newId, type PledgeId } from '#libs/kernel/src/index.js';
import { PromisesService, PublicWordsService } from '#libs/pledges/src/index.js';
import { RatesService } from '#libs/rates/src/index.js';
import { extractText, getDocumentProxy } from 'unpdf';
import { staffer } from '../../../../test/support/campaign.js';
import { CardBank } from '../../../../test/support/card-bank.js';
import { openAccount } from '../../../../test/support/money.js';
import { openLamps } from '../../../../test/support/lamps.js';
import { openWeb, type Web } from '../../../../test/support/web.js';

describe('the pages of gifts to one line and of several people', () => {
  let web: Web;
  let bank: CardBank;
  beforeAll(async () => {
    web = await openWeb();
    bank = new CardBank(web);
    await web.get(RatesService).loadShipped();
  });
  afterAll(() => web.close());

  const lampsOf = async () => {
    const made = await openLamps(web.db, 'keep');
    const [row] = await web.db.rows<{ path: string }>(
      `select '/p/' || l.slug || '/' || p.slug as path from projects.project p join hometowns.place l on l.code = p.place_code where p.id = $1`,
      [made.projectId],
    );
    return { ...made, path: row!.path };
  };
  const fields = (over: Record<string, string> = {}) => ({
    ...{ id: newId(), shown: 'MDL', currency: 'MDL', other: '1150', email: `${newId()}@example.org` },
    ...{ shortfall: 'return', by: 'card', ...over },
  });
  const textOf = async (path: string) => (await web.fetch(path)).text();
  const give = async (path: string, over: Record<string, string>, lang = 'ro') => {
    const answer = await web.post(`/${lang}${path}/give`, fields(over));
    return { status: answer.status, body: await answer.text() };
  };
  /** The newest gift of a project, paid. */
  const paid = async (projectId: string) => {
    const [row] = await web.db.rows<{ id: PledgeId; ref: string; receipt: string }>(
      'select id, ref, receipt_code as receipt from pledges.pledge where project_id = $1 order by id desc limit 1',
      [projectId],
    );
    await bank.pay(row!.id);
    await bank.drain();
    return { ...row!, link: `/ro/gift/${row!.id}?token=${web.get(PromisesService).tokenOf(row!.id)}` };
  };
  /** What the pages hold from a second ago is not what is looked for. */
  const fresh = (path: string) => textOf(`${path}?x=${newId()}`);

  it('lead from the line of the project to the form, with its price in the money that one has', async () => {
    const { path, lamps, projectId } = await lampsOf();
    const project = await fresh(`/ro${path}`);
    expect(project).toContain('rămâne: 3');
    expect(project).toContain(`/ro${path}/give?line=${lamps}&amp;units=1`);
    expect(project).toContain('Dăruiți o bucată');
    const form = await textOf(`/ro${path}/give?line=${lamps}&units=2&currency=EUR`);
    expect(form).toMatch(new RegExp(`value="${lamps}" selected`));
    // 2,300 lei at 21.1905 are 108.54 euro, rounded up.
    expect(form).toMatch(/name="other"[^>]*value="108,54"|value="108,54"[^>]*name="other"/);
    // Nobody pays for a lamp whose price he has not seen: a line without a sum, or in another currency, is shown first.
    const seen = await give(path, { 'line.id': lamps, 'line.units': '1', other: '' });
    expect([seen.status, /value="1150,00"|value="1150"/.test(seen.body)]).toEqual([200, true]);
    const turned = await give(path, { 'line.id': lamps, 'line.units': '1', currency: 'EUR' });
    expect([turned.status, turned.body.includes('54,27')]).toEqual([200, true]);
    const filled = await give(path, { 'line.id': lamps, 'line.units': '3', do: 'line' });
    expect([filled.status, /value="3450(,00)?"/.test(filled.body)]).toEqual([200, true]);
    expect(await web.db.rows('select 1 from pledges.pledge where project_id = $1', [projectId])).toEqual([]);
  });

  it.each([
    ['ro', 'Pentru', 'bucată', 'rămas doar'],
    ['ru', 'На что', 'штуку', 'Осталось только'],
    ['en', 'For', 'Give one', 'are still open'],
  ])('say in %s what was chosen, how many are left, and that there are not so many', async (lang, label, one, few) => {
    const { path, lamps, projectId } = await lampsOf();
    await give(path, { 'line.id': lamps, 'line.units': '1' });
    const { link } = await paid(projectId);
    const gift = await textOf(link.replace('/ro/', `/${lang}/`));
    expect(gift).toContain(`<dt>${label}</dt>`);
    expect(gift).toContain('Corpuri de iluminat: 1');
    const project = await fresh(`/${lang}${path}`);
    expect(project).toContain(one);
    const wrong = await give(path, { 'line.id': lamps, 'line.units': '3', other: '3450' }, lang);
    expect([wrong.status, wrong.body.includes(few)]).toEqual([422, true]);
    const none = await give(path, { 'line.id': lamps, 'line.units': 'două' }, lang);
    expect([none.status, none.body.includes('f-line-units-error')]).toEqual([422, true]);
  });

  it('take a list of people, show who they are as the payer says and once they were read, and refuse sums that do not fit', async () => {
    const { path, projectId } = await lampsOf();
    const list = 'Ion Rusu 500\r\n*Ana Ceban\r\n\r\n50\r\nPetru 9 <b>';
    const pool = { 'pool.name': 'Clasa a IX-a', 'pool.people': list, 'pool.named': 'yes' };
    const over = await give(path, { ...pool, 'pool.people': 'Ion 1150\nAna' });
    expect([over.status, over.body.includes('f-pool-people-error'), over.body.includes('celorlalți nu le mai rămâne')]).toEqual([422, true, true]); // prettier-ignore
    expect(over.body).toContain('value="Clasa a IX-a"');
    const unread = await give(path, { ...pool, 'pool.people': 'Ion 1.2.3' });
    expect(unread.status).toBe(422);
    expect((await give(path, { ...pool, 'pool.people': '' })).body).toContain('de la 2 la 100');
    expect((await give(path, pool)).status).toBe(503); // Nobody plays the card company here; the gift is made.
    const { id, link, receipt } = await paid(projectId);
    const gift = await textOf(link);
    for (const words of ['Clasa a IX-a, 4 persoane', 'Ana Ceban', 'O persoană', 'Petru 9 &lt;b', '300']) expect(gift).toContain(words);
    const before = await fresh(`/ro${path}`);
    expect(before).toContain('Un grup, 4 persoane');
    expect(before).not.toContain('Ion Rusu');
    await web.get(PublicWordsService).judge([{ id, hide: null }], await staffer(web.db));
    const after = await fresh(`/ro${path}`);
    for (const words of ['Clasa a IX-a, 4 persoane', 'Ion Rusu, Petru 9 &lt;b']) expect(after).toContain(words);
    expect(after).not.toContain('Ana Ceban');
    expect(await fresh(`/ro${path}/register`)).toContain('Clasa a IX-a, 4 persoane');
    const proof = await textOf(`/v/${receipt}?lang=ro`);
    expect(proof).toContain('Ion Rusu, Petru 9 &lt;b');
    expect(proof).not.toContain('Ana Ceban');
    const paper = await web.fetch(link.replace('?', '/receipt.pdf?'));
    const { text } = await extractText(await getDocumentProxy(new Uint8Array(await paper.arrayBuffer())), { mergePages: true });
    for (const words of ['Clasa a IX-a, 4 persoane', 'Ana Ceban', 'O persoană / One person', 'Petru 9 <b']) expect(text).toContain(words);
    const again = await textOf(`/ro${path}/give?again=${id}`);
    expect(again).not.toContain('Ana Ceban');
  }); // prettier-ignore

  it('offer a transfer in euro as a code to scan, with the same beside it in words, and none in lei', async () => {
    const { path, projectId, lamps } = await lampsOf();
    const account = { bank: 'Banca', holder: 'Asociația Plai' };
    await openAccount(web, {
      ...account,
      id: newId(),
      currency: 'EUR',
      iban: 'MD24AG000225100013104168',
      bic: 'AGRNMD2X',
    } as never);
    await openAccount(web, { ...account, id: newId(), currency: 'MDL', iban: 'RO49AAAA1B31007593840000' } as never);
    const page = async (currency: string) => {
      const fields = { 'line.id': lamps, 'line.units': '1', by: 'transfer', currency, shown: currency, other: '1150' };
      expect((await give(path, fields)).status).toBe(303);
      const [row] = await web.db.rows<{ ref: string }>(
        'select ref from pledges.pledge where project_id = $1 order by id desc limit 1',
        [projectId],
      );
      return textOf(`/en/thanks/${row!.ref}`);
    };
    const euro = await page('EUR');
    expect(euro).toMatch(
      /<svg role="img" aria-label="QR code for the transfer: [^"]*MD24 AG00 0225 1000 1310 4168, with the reference PL-/,
    );
    for (const words of ['<dt>BIC</dt>', 'AGRNMD2X', 'Corpuri de iluminat: 1']) expect(euro).toContain(words);
    const lei = await page('MDL');
    expect(lei).toContain('RO49 AAAA 1B31 0075 9384 0000');
    expect(lei).not.toContain('QR code for the transfer');
  });

  it('say at what sum promises are a success, and why', async () => {
    const { projectId } = await openLamps(web.db, 'all-or-nothing');
    const [row] = await web.db.rows<{ path: string }>(
      `select '/p/' || l.slug || '/' || p.slug as path from projects.project p join hometowns.place l on l.code = p.place_code where p.id = $1`,
      [projectId],
    );
    for (const [lang, words] of [
      ['ro', 'unele carduri vor fi refuzate'],
      ['ru', 'часть карт не пройдёт'],
      ['en', 'some cards will be declined'],
    ] as const)
      for (const path of [row!.path, `${row!.path}/give`]) expect(await fresh(`/${lang}${path}`)).toContain(words);
  });

  it('leave the books as the audit wants each gift, line and part', async () => {
    const found = await web.get(AuditService).run();
    expect(found.filter(({ invariant }) => ['I1', 'I4', 'I8'].includes(invariant))).toEqual([]);
  });
});
