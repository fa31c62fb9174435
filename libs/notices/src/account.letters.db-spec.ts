import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AccountChecksService, formatIban, OfficialEmailService, TreasuryService } from '#libs/hometowns/src/index.js';
import type { BodyId, PersonId } from '#libs/kernel/src/index.js';
import { sayIn } from '#libs/platform/src/index.js';
import { Bodies } from '../../../test/support/bodies.js';
import { type LetterRoom, openLetterRoom } from '../../../test/support/letter-room.js';

const IBAN = 'MD24AG000225100013104168';

describe('letters about a town hall’s account', () => {
  let room: LetterRoom;
  let world: Bodies;
  beforeAll(async () => {
    room = await openLetterRoom();
    world = new Bodies(room);
  });
  afterAll(() => room.close());

  const to = async (email: string) => {
    await room.bank.drain();
    return room.box.letters.filter((letter) => letter.to === email);
  };
  const toPerson = async (person: PersonId) => to(await world.emailOf(person));
  const official = async (bodyId: BodyId, email: string) =>
    room.db.rows('update hometowns.body set email = $2 where id = $1', [bodyId, email]);
  const sign = async (hall: Awaited<ReturnType<Bodies['townHall']>>) => {
    const account = { iban: IBAN, holder: 'Primăria Valea Nucilor', bank: 'Trezoreria de Stat' };
    const treasury = room.get(TreasuryService);
    await treasury.confirm(await treasury.propose(hall.id, account, hall.accountant), hall.mayor);
  };

  it('ask the official address, tell the officers, and say when it is in force', async () => {
    const hall = await world.townHall();
    await official(hall.id, 'cancelaria@unu.example');
    await sign(hall);
    const [letter, ...more] = await to('cancelaria@unu.example');
    expect(more).toEqual([]);
    expect(letter!.subject).toContain('Confirmați contul trezorerial');
    for (const fact of [formatIban(IBAN), 'Trezoreria de Stat', await world.emailOf(hall.mayor), await world.emailOf(hall.accountant)]) {
      expect(letter!.text).toContain(fact);
    } // prettier-ignore
    const token = /account-check\/(\S+)/.exec(letter!.text)![1]!;
    for (const officer of [hall.mayor, hall.secretary, hall.accountant]) {
      const told = (await toPerson(officer)).find(({ subject }) => subject.startsWith('Cont trezorerial semnat'))!;
      expect(told.text).toContain('cancelaria@unu.example');
      expect(told.text).not.toContain('account-check');
    }
    await room.get(AccountChecksService).answer(token, { confirm: true });
    const changed = (await toPerson(hall.secretary)).find(({ subject }) => subject.startsWith('S-a schimbat contul'))!;
    expect(changed.text).toContain(formatIban(IBAN));
  });

  it('ask the other officers for the second signature while it is missing, and say why they write', async () => {
    const hall = await world.townHall();
    const account = { iban: IBAN, holder: 'Primăria Valea Nucilor', bank: 'Trezoreria de Stat' };
    const asked = async (person: PersonId) =>
      (await toPerson(person)).filter(({ subject }) => subject.startsWith('De semnat, cont trezorerial'));
    const treasury = room.get(TreasuryService);
    const first = await treasury.propose(hall.id, account, hall.accountant);
    for (const officer of [hall.mayor, hall.secretary]) {
      const [letter, ...more] = await asked(officer);
      expect(more).toEqual([]);
      expect(letter!.text).toContain(formatIban(IBAN));
      expect(letter!.text).toContain(`http://plai.test/ro/town-hall/${hall.id}/account`);
      expect(letter!.text).toContain(sayIn('ro')('letter.why.office'));
    }
    expect(await asked(hall.accountant)).toEqual([]);
    // Signed before the letter is written: nobody is asked any more.
    await treasury.refuse(first, 'Greșit.', hall.mayor);
    await treasury.confirm(await treasury.propose(hall.id, account, hall.secretary), hall.mayor);
    expect(await asked(hall.mayor)).toHaveLength(1);
  });

  it('warn the officers and the operator when it is contested', async () => {
    const hall = await world.townHall();
    const [operator] = await world.staff();
    await official(hall.id, 'cancelaria@doi.example');
    await sign(hall);
    const token = /account-check\/(\S+)/.exec((await to('cancelaria@doi.example'))[0]!.text)![1]!;
    await room.get(AccountChecksService).answer(token, { confirm: false, reason: 'Nu e contul nostru.' });
    const warned = (await toPerson(operator)).find(({ subject }) => subject.startsWith('De văzut îndată'))!;
    expect(warned.text).toContain('Nu e contul nostru.');
    expect(warned.text).toContain(`http://plai.test/ro/operator/bodies/${hall.id}`);
    const told = (await toPerson(hall.secretary)).find(({ subject }) => subject.startsWith('Cont contestat'))!;
    expect(told.text).toContain('Nu e contul nostru.');
  });

  it('tell both addresses and the officers of another official address, and ask there about what waits', async () => {
    const hall = await world.townHall();
    const [one, two] = await world.staff();
    await official(hall.id, 'vechi@trei.example');
    await sign(hall);
    const emails = room.get(OfficialEmailService);
    await emails.confirm(await emails.ask(hall.id, 'nou@trei.example', one), two);
    const subjects = async (email: string) => (await to(email)).map(({ subject }) => subject.split(':')[0]);
    expect((await subjects('nou@trei.example')).sort()).toEqual(['Adresă oficială schimbată', 'Confirmați contul trezorerial']); // prettier-ignore
    expect(await subjects('vechi@trei.example')).toContain('Adresă oficială schimbată');
    expect(await subjects(await world.emailOf(hall.mayor))).toContain('Adresă oficială schimbată');
  });
});
