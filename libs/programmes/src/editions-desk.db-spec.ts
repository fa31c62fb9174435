import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PersonsService, StaffService } from '#libs/identity/src/index.js';
import { type ApprovalId, type CivilDate, Money, newId, type PersonId } from '#libs/kernel/src/index.js';
import { openRoom, type Room } from '../../../test/support/room.js';
import { type Condition, type EditionDraft, EditionsQueries, EditionsService, ProgrammesModule } from './index.js';

describe('an edition that the operator writes', () => {
  let room: Room;
  let service: EditionsService;
  let editions: EditionsQueries;
  let [first, second, stranger] = [] as unknown as [PersonId, PersonId, PersonId];
  beforeAll(async () => {
    room = await openRoom([ProgrammesModule]);
    [service, editions] = [room.get(EditionsService), room.get(EditionsQueries)];
    const person = () =>
      room.db.transaction((tx) => room.get(PersonsService).ensure(tx, { email: `${newId()}@exemplu.md`, lang: 'ro' }));
    [first, second, stranger] = [await person(), await person(), await person()];
    for (const one of [first, second]) await room.db.transaction((tx) => room.get(StaffService).appoint(tx, one, null));
  });
  afterAll(() => room.close());

  const lei = (text: string) => Money.parse(text, 'MDL');
  const RULES: readonly Condition[] = [
    { kind: 'total-at-least', amount: lei('200000') },
    { kind: 'share-at-least', party: 'people', bp: 1250 },
    { kind: 'equals', party: 'grant', to: 'people', num: 1, den: 2, min: lei('1000'), max: null },
  ];
  const draft = (over: Partial<EditionDraft> = {}): EditionDraft => ({
    id: newId<'Edition'>(),
    programme: 'raionul-plus-unu',
    title: { original: 'ro', ro: ' Raionul  +1 ', ru: 'Район +1', en: 'District +1' },
    ...{
      year: 2027,
      example: false,
      lead: 'town',
      currency: 'MDL',
      conditions: RULES,
      papers: ['form', 'certificate'],
      reports: ['final', 'intermediate'],
    },
    ...{ opensOn: '2027-01-01' as CivilDate, closesOn: '2027-03-31' as CivilDate },
    source: { title: 'Decizia nr. 5', url: 'https://exemplu.md/decizia-5', on: '2026-11-20' },
    ...over,
  });
  const written = async (over: Partial<EditionDraft> = {}) => {
    const one = draft(over);
    await service.write(one, null, first);
    return one;
  };
  const asked = async (id: EditionDraft['id'], version = 1): Promise<ApprovalId> => {
    const approvalId = newId<'Approval'>();
    await service.ask(approvalId, { id, version }, first);
    return approvalId;
  };
  const stateOf = async (id: EditionDraft['id']) => (await editions.find(id))?.state ?? null;
  const openIn2027 = async () => (await editions.open('2027-02-01' as CivilDate)).map(({ id }) => id);

  it('is a draft that nobody may enter until two have published it, and is retired by one', async () => {
    const { id } = await written();
    expect([await stateOf(id), (await openIn2027()).includes(id)]).toEqual(['draft', false]);
    expect((await editions.published()).map((one) => one.id)).not.toContain(id);
    const approvalId = await asked(id);
    await expect(service.confirm(approvalId, first)).rejects.toMatchObject({ code: 'second-person-needed' });
    await service.confirm(approvalId, second);
    expect(await editions.find(id)).toMatchObject({ state: 'published', conditions: RULES, title: { ro: 'Raionul +1' } });
    expect(await openIn2027()).toContain(id);
    for (const by of [first, second]) await service.retire(id, by);
    expect([await stateOf(id), (await openIn2027()).includes(id)]).toEqual(['retired', false]);
    const trail = await room.db.rows<{ action: string }>('select action from platform.trail where subject = $1 order by id', [`edition:${id}`]);
    expect(trail.map(({ action }) => action)).toEqual(['edition.written', 'approval.asked', 'approval.given', 'edition.published', 'edition.retired']); // prettier-ignore
  }); // prettier-ignore

  it('never changes once it is published, nor is it given up', async () => {
    const one = await written();
    await service.confirm(await asked(one.id), second);
    const published = { code: 'edition-published' };
    await expect(service.write({ ...one, year: 2028 }, 1, first)).rejects.toMatchObject(published);
    await expect(service.write({ ...one, year: 2028 }, null, first)).rejects.toMatchObject(published);
    await expect(service.discard(one.id, first)).rejects.toMatchObject(published);
    await expect(asked(one.id)).rejects.toMatchObject(published);
    for (const sql of [`year = 2028`, `state = 'draft'`])
      await expect(room.db.rows(`update programmes.edition set ${sql} where id = $1`, [one.id])).rejects.toThrow('never changes'); // prettier-ignore
    await expect(room.db.rows('delete from programmes.edition where id = $1', [one.id])).rejects.toThrow('never changes'); // prettier-ignore
    await service.retire(one.id, first);
    await expect(room.db.rows(`update programmes.edition set state = 'published' where id = $1`, [one.id])).rejects.toThrow('never changes'); // prettier-ignore
  });

  it('is written by one at a time: whoever goes on from an older version is told; the same twice is once', async () => {
    const one = await written();
    await service.write(one, null, second);
    await service.write({ ...one, year: 2028 }, 1, first);
    await service.write({ ...one, year: 2028 }, 1, first);
    expect(await editions.written(one.id)).toMatchObject({ version: 2, year: 2028 });
    await expect(service.write({ ...one, year: 2029 }, 1, second)).rejects.toMatchObject({ code: 'edition-changed' });
    await expect(service.write({ ...one, year: 2029 }, null, second)).rejects.toMatchObject({ code: 'edition-changed' }); // prettier-ignore
    const done = await Promise.allSettled([2030, 2031, 2032].map((year) => service.write({ ...one, year }, 2, first)));
    expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect((await editions.written(one.id))!.version).toBe(3);
  });

  it('is published as the second person has read it: what is written anew takes the question back', async () => {
    const one = await written();
    const stale = await asked(one.id);
    await service.write({ ...one, year: 2028 }, 1, second);
    await expect(service.confirm(stale, second)).rejects.toMatchObject({ code: 'approval-decided' });
    // Nobody has refused it: the page would say so, with a reason.
    expect(await room.db.rows('select state, reason from approvals.approval where id = $1', [stale])).toEqual([{ state: 'withdrawn', reason: null }]); // prettier-ignore
    await expect(asked(one.id)).rejects.toMatchObject({ code: 'edition-changed' });
    const again = await asked(one.id, 2);
    const done = await Promise.allSettled([
      service.confirm(again, second),
      service.write({ ...one, year: 2030 }, 2, first),
    ]);
    expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const { state, year } = (await editions.written(one.id))!;
    expect([state, year]).toEqual(done[0].status === 'fulfilled' ? ['published', 2028] : ['draft', 2030]);
  });

  it('leaves no question behind that is asked while it is written anew or given up', async () => {
    const waiting = async (id: string) => room.db.rows(`select 1 from approvals.approval where subject = $1 and state = 'waiting'`, [`edition:${id}`]); // prettier-ignore
    for (let round = 0; round < 6; round += 1) {
      const one = await written();
      await Promise.allSettled([
        asked(one.id),
        round % 2 ? service.discard(one.id, second) : service.write({ ...one, year: 2028 }, 1, second),
      ]);
      expect(await waiting(one.id)).toEqual([]);
    }
  });

  it('is refused by the second with a reason, corrected or given up', async () => {
    const { id } = await written();
    const approvalId = await asked(id);
    await expect(service.refuse(approvalId, ' ', second)).rejects.toMatchObject({ code: 'approval-reason' });
    await service.refuse(approvalId, 'Plafonul e altul.', second);
    await asked(id);
    await service.discard(id, second);
    expect(await stateOf(id)).toBeNull();
    await expect(service.discard(id, second)).rejects.toMatchObject({ code: 'not-found' });
  });

  it('is the staff’s alone', async () => {
    const { id } = await written();
    const hidden = { code: 'not-found' };
    await expect(service.write(draft(), null, stranger)).rejects.toMatchObject(hidden);
    await expect(service.ask(newId<'Approval'>(), { id, version: 1 }, stranger)).rejects.toMatchObject(hidden);
    await expect(service.retire(id, stranger)).rejects.toMatchObject(hidden);
    await expect(service.discard(id, stranger)).rejects.toMatchObject(hidden);
    await expect(service.retire(id, first)).rejects.toMatchObject({ code: 'edition-state' });
  });

  it('is published only with rules and with the place where they are written', async () => {
    const bare = { conditions: [], source: { title: '', url: null, on: '' } };
    const { id } = await written(bare);
    await expect(asked(id)).rejects.toMatchObject({ code: 'edition-incomplete' });
  });

  const share = (party: 'people' | 'town', bp: number, kind: 'share-at-least' | 'share-at-most' = 'share-at-least') => ({ kind, party, bp }) as const; // prettier-ignore
  it.each<[string, Partial<EditionDraft>, string, string]>([
    ['a name that is no address', { programme: 'Raionul' }, '/programme', 'edition-programme'],
    ['a title in two languages', { title: { original: 'ro', ro: 'x', en: 'x' } }, '/title/ru', 'required'],
    ['a year far away', { year: 1999 }, '/year', 'edition-year'],
    ['a share above the whole', { conditions: [share('people', 10_001)] }, '/conditions/0/percent', 'edition-percent'],
    ['a sum of nothing', { conditions: [RULES[1]!, { kind: 'amount-at-most', party: 'state', amount: lei('0') }] }, '/conditions/1/amount', 'amount-positive'],
    ['a part of itself', { conditions: [{ ...RULES[2], to: 'grant' } as Condition] }, '/conditions/0/to', 'edition-same-party'],
    ['a most below the least', { conditions: [{ ...RULES[2], max: lei('999') } as Condition] }, '/conditions/0/max', 'edition-max-below'],
    ['a rule that stands twice', { conditions: [share('town', 1), share('town', 2)] }, '/conditions/1/party', 'edition-rule-twice'],
    ['shares above the whole', { conditions: [share('town', 5_000), share('people', 5_001)] }, '/conditions/1/percent', 'edition-shares'],
    ['a least above the most', { conditions: [share('town', 500, 'share-at-most'), share('town', 501)] }, '/conditions/1/percent', 'edition-least-above-most'],
    ['a paper wanted twice', { papers: ['form', 'form'] }, '/papers/1', 'edition-paper-twice'],
    ['an end before its beginning', { closesOn: '2026-12-31' as CivilDate }, '/closesOn', 'edition-days'],
    ['an address that is none', { source: { title: 'x', url: 'exemplu.md', on: '2026' } }, '/source/url', 'url'],
    ['a day that is none', { source: { title: 'x', url: null, on: '20.11.2026' } }, '/source/on', 'edition-source-on'],
  ])('refuses %s beside its field', async (_, over, pointer, code) => {
    const refusal = await service.write(draft(over), null, first).catch((error: unknown) => error);
    expect((refusal as { fields: unknown }).fields).toMatchObject([{ pointer, code }]);
  }); // prettier-ignore

  it('names what is wrong in a rule in the order of its fields', async () => {
    const rule = { ...RULES[2], num: 0, to: 'grant', max: lei('999') } as Condition;
    const refusal = await service.write(draft({ conditions: [rule] }), null, first).catch((error: unknown) => error);
    const pointers = (refusal as { fields: readonly { pointer: string }[] }).fields.map(({ pointer }) => pointer);
    expect(pointers).toEqual(['num', 'to', 'max'].map((field) => `/conditions/0/${field}`));
  });
});
