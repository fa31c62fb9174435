import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { extractText, getDocumentProxy } from 'unpdf';
import { AuditService } from '#libs/audit/src/index.js';
import { type CertificateId, CertificatesQueries, CertificatesService } from '#libs/cofunding/src/index.js';
import { Money, newId } from '#libs/kernel/src/index.js';
import { countGift, openBank } from '../../../../test/support/money.js';
import { sealAll } from '../../../../test/support/sealed.js';
import { asSuperuser } from '../../../../test/support/superuser.js';
import { buildProject, buildTown, type Town, type TownProject } from '../../../../test/support/town.js';
import { roomOf, Visitor } from '../../../../test/support/visitor.js';
import { openWeb, type Web } from '../../../../test/support/web.js';

let web: Web;
let town: Town;
let project: TownProject;
let give: (bani: bigint) => Promise<unknown>;
beforeAll(async () => {
  web = await openWeb();
  const room = roomOf(web);
  town = await buildTown(room);
  project = await buildProject(room, town, { state: 'campaign', campaignEndsIn: '9 days' });
  const bank = await openBank(room, town.operators[0]);
  give = (bani) => countGift(room, town, { projectId: project.id, bank, lei: Money.lei(bani) });
});
afterAll(async () => {
  expect(await web.get(AuditService).run()).toEqual([]);
  await web.close();
});

const at = () => `/ro/town-hall/${town.townHallId}/projects/${project.id}/programme`;
const spaced = (text: string) => text.replace(/[\s\u00a0\u202f]+|&nbsp;/g, ' ');
const bytesOf = async (path: string) => Buffer.from(await (await web.fetch(path)).arrayBuffer());
const newest = async () => (await web.get(CertificatesQueries).ofProject(project.id))[0]!;

describe('a diaspora contribution certificate', () => {
  it('waits for a gift that is sealed, and is the town hall’s to ask for', async () => {
    const issue = (by: Town['mayor']) =>
      web.get(CertificatesService).issue({ id: newId(), projectId: project.id }, by);
    const empty = { code: 'certificate-empty' };
    await expect(issue(town.mayor)).rejects.toMatchObject(empty);
    await give(40_000n);
    await expect(issue(town.mayor)).rejects.toMatchObject(empty);
    await sealAll(web);
    await expect(issue(town.operators[0])).rejects.toMatchObject({ code: 'not-found' });
    const id = newId() as CertificateId;
    const again = () => web.get(CertificatesService).issue({ id, projectId: project.id }, town.mayor);
    await Promise.all([again(), again(), again()]);
    await again();
    expect(await web.get(CertificatesQueries).ofProject(project.id)).toMatchObject([{ id, people: Money.lei(40_000n), donors: 1 }]);
  }); // prettier-ignore

  it('is issued at the desk without scripts, says what the books say, and anybody checks it in his language', async () => {
    await give(60_000n);
    await sealAll(web);
    const mayor = await Visitor.enter(web, town.mayor);
    expect(spaced((await mayor.see(at())).html)).toContain('1 000');
    await mayor.send(at(), { id: newId() });
    const { code, people, head } = await newest();
    expect(people).toEqual(Money.lei(100_000n));
    for (const [lang, words] of [['ro', 'Au dat oamenii'], ['ru', 'Дали люди'], ['en', 'Given by people']] as const) {
      const html = await (await web.fetch(`/v/${code}?lang=${lang}`)).text();
      for (const said of [words, head.hash]) expect(html).toContain(said);
      const pdf = await getDocumentProxy(new Uint8Array(await bytesOf(`/${lang}/certificates/${code}/certificate.pdf`)));
      expect([pdf.numPages, (await pdf.getMarkInfo())?.Marked]).toEqual([1, true]);
      const { text } = await extractText(pdf, { mergePages: true });
      expect(spaced(text)).toContain(words);
      expect(text.replace(/\s+/g, '')).toContain(head.hash);
    }
  }); // prettier-ignore

  it('is the same file to the byte, whatever comes after; its page says what has changed', async () => {
    const { code } = await newest();
    const paper = () => bytesOf(`/ro/certificates/${code}/certificate.pdf`);
    const first = await paper();
    await give(5_000n);
    await sealAll(web);
    expect(first.equals(await paper())).toBe(true);
    expect((await newest()).people).toEqual(Money.lei(100_000n));
    const html = spaced(await (await web.fetch(`/v/${code}?lang=en`)).text());
    for (const said of ['1,000 lei', '1,050 lei', 'Gifts have come or gone back']) expect(html).toContain(said);
  });

  it('is found by the audit when it says something else than the books up to its head', async () => {
    const change = (sum: string) =>
      asSuperuser(roomOf(web), async (client) => {
        await client.query('alter table cofunding.certificate disable trigger append_only');
        await client.query(`update cofunding.certificate set people_minor = people_minor ${sum} where people_minor > 90000`);
        await client.query('alter table cofunding.certificate enable always trigger append_only');
      });
    await change('+ 1');
    const found = await web.get(AuditService).run();
    expect(found.map(({ kind, subject }) => [kind, subject])).toEqual([['certificate-differs', `project:${project.id}`]]);
    await change('- 1');
  }); // prettier-ignore
});
