import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { extractText, getDocumentProxy } from 'unpdf';
import type { ProjectId } from '#libs/kernel/src/index.js';
import { RatesService } from '#libs/rates/src/index.js';
import { draftStreetLight } from '../../../../test/support/street-light.js';
import { buildProject, buildTown, type Town } from '../../../../test/support/town.js';
import { roomOf, Visitor } from '../../../../test/support/visitor.js';
import { openWeb, type Web } from '../../../../test/support/web.js';

let web: Web;
let town: Town;
let mayor: Visitor;
let project: ProjectId;
beforeAll(async () => {
  web = await openWeb();
  await web.get(RatesService).loadShipped();
  town = await buildTown(roomOf(web));
  mayor = await Visitor.enter(web, town.mayor);
  project = await draftStreetLight(roomOf(web), town);
});
afterAll(() => web.close());

const at = (lang = 'ro', id = project) => `/${lang}/town-hall/${town.townHallId}/projects/${id}/programme`;
const spaced = (text: string) => text.replace(/[\s\u00a0\u202f]+|&nbsp;/g, ' ');
const zip = async (path: string, { cookie } = mayor) => {
  const answer = await web.fetch(path, { headers: { cookie } });
  return { status: answer.status, bytes: Buffer.from(await answer.arrayBuffer()) };
};
/** A file of an archive, by the beginning of its name. */
const fileIn = (bytes: Buffer, name: string) => {
  const begins = bytes.indexOf(name);
  const [size, more] = [bytes.readUInt32LE(begins - 30 + 18), bytes.readUInt16LE(begins - 30 + 26)];
  return bytes.subarray(begins + more, begins + more + size);
};

describe('the file for a programme at the town hall’s desk', () => {
  it.each([
    ['ro', 'Lipsesc 6 acte.', '2. Devizul și bugetul', 'Adăugați: Formularul de aplicare'],
    ['ru', 'Не хватает 6 документов.', '2. Смета и бюджет', 'Добавить: Форма заявки'],
    ['en', '6 papers are missing.', '2. Estimate and budget', 'Add: Application form'],
  ])('says in %s which papers are there and which are missing', async (lang, missing, there, add) => {
    const html = spaced((await mayor.see(at(lang))).html);
    for (const said of [missing, there, add]) expect(html).toContain(said);
  });

  it('is one archive: a cover that names what is missing, then each paper under its number, the same to the byte', async () => {
    const { status, bytes } = await zip(`${at()}/dossier.zip`);
    expect(status).toBe(200);
    expect(bytes.equals((await zip(`${at()}/dossier.zip`)).bytes)).toBe(true);
    const [{ sha256 } = { sha256: '' }] = await web.db.rows<{ sha256: string }>(
      `select f.sha256 from platform.file f join projects.document d on d.file_id = f.id where d.project_id = $1`,
      [project],
    );
    const estimate = fileIn(bytes, '02 Devizul și bugetul.pdf');
    expect(createHash('sha256').update(estimate).digest('hex')).toBe(sha256);
    const pdf = await getDocumentProxy(new Uint8Array(fileIn(bytes, '00 Cuprins.pdf')));
    expect((await pdf.getMarkInfo())?.Marked).toBe(true);
    const text = spaced((await extractText(pdf, { mergePages: true })).text);
    for (const said of ['Dosarul proiectului. DAR 1+3, 2025', '649 000 de lei', '02 Devizul și bugetul.pdf', 'lipsește', 'Cine plătește Suma', 'Primăria: cel puțin 10 % din tot'])
      expect(text).toContain(said);
  }); // prettier-ignore

  it('is the town hall’s own, and none where no programme is entered', async () => {
    const stranger = await Visitor.enter(web, town.operators[0]);
    expect((await zip(`${at()}/dossier.zip`, stranger)).status).toBe(404);
    const other = await buildProject(roomOf(web), town, { state: 'campaign', campaignEndsIn: '9 days' });
    expect((await zip(`${at('ro', other.id)}/dossier.zip`)).status).toBe(404);
    expect((await mayor.see(at('ro', other.id))).html).not.toContain('dossier.zip');
  });
});
