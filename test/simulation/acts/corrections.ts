import { BankingQueries, type BankLine, NamingService } from '#libs/banking/src/index.js';
import { CorrectionsService, wayOf, WAYS } from '#libs/corrections/src/index.js';
import { newId } from '#libs/kernel/src/index.js';
import { JournalsQueries, type SeenJournal } from '#libs/ledger/src/index.js';
import { acts } from '../act.js';
import type { SimulatedWorld } from '../world.js';

const HAND = WAYS.flatMap(({ kind, way }) => ('hand' in way ? [kind] : []));

/** Every kind of journal that has come about so far has its way back. */
async function mustHaveWays(world: SimulatedWorld): Promise<void> {
  const kinds = await world.db.rows<Pick<SeenJournal, 'kind' | 'ref'>>('select distinct on (kind) kind, ref from ledger.journal order by kind'); // prettier-ignore
  for (const journal of kinds) wayOf(journal);
}

/** Somebody finds that he booked something by mistake. The second person signs, refuses, or it is taken back. */
async function correct(world: SimulatedWorld): Promise<void> {
  await mustHaveWays(world);
  const found = await world.db.rows<{ id: string }>(
    `select id from ledger.journal j where kind = any ($1) and not exists (select from ledger.journal r where r.key = 'reverse:' || j.key) order by id`,
    [HAND],
  );
  if (found.length === 0) return;
  const journal = (await world.get(JournalsQueries).find({ id: world.one(found).id }))!;
  const line = journal.ref.line ? await world.get(BankingQueries).line(journal.ref.line) : null;
  const corrections = world.get(CorrectionsService);
  const [id, [first, second]] = [newId<'Approval'>(), world.staff];
  await corrections.ask({ id, journalId: journal.id, reason: 'S-a înregistrat din greșeală.' }, first);
  if (world.below(6) === 0) return corrections.withdraw(id, first);
  if (world.below(6) === 0) return corrections.refuse(id, second, 'nu e o greșeală');
  await corrections.confirm(id, second);
  // Most lines turn out to be what they were taken for.
  if (line && world.below(4)) await nameAgain(world, line);
}

async function nameAgain(world: SimulatedWorld, { id, meaning, refersTo }: BankLine): Promise<void> {
  const [naming, [first, second]] = [world.get(NamingService), world.staff];
  if (meaning === 'gift' || meaning === 'unidentified') return;
  await naming.confirm(await naming.ask(id, { meaning, ...(refersTo && { refersTo }) }, first), second);
}

/** What two take back. */
export const CORRECTION_ACTS = acts({ correct: [correct, 1, 2, 1] });
