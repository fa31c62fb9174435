import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ApprovalsQueries } from '#libs/approvals/src/index.js';
import { type BankAccountId, BankService, type EnterLine } from '#libs/banking/src/index.js';
import { civilDate, Money, newId, type PersonId } from '#libs/kernel/src/index.js';
import { Clock } from '#libs/platform/src/index.js';
import { GiftRefundsService, GivingService, type Pledge, TransfersService } from '#libs/pledges/src/index.js';
import { openCampaign, staffer } from '../../../../test/support/campaign.js';
import { openBank } from '../../../../test/support/money.js';
import { sessionOf } from '../../../../test/support/signed-in.js';
import { openWeb, type Web } from '../../../../test/support/web.js';

const STRANGER = { name: 'Vasile Ciobanu', iban: 'MD24AG000225100013104168' };
const FRIEND = { holder: 'Ion Rusu', iban: 'DE89370400440532013000' };
const CAREFUL = {
  ro: 'Banii au venit din alt cont.',
  ru: 'Деньги пришли с другого счёта.',
  en: 'The money came from another account.',
} as const;
const UNCODED = { ro: 'Plata nu are codul contribuției', ru: 'В платеже нет кода взноса', en: 'No gift code in the payment' } as const; // prettier-ignore
const LANGS = ['ro', 'ru', 'en'] as const;

describe('what two sign of money that goes back to whoever gave by transfer', () => {
  let web: Web;
  let staff: [PersonId, PersonId];
  let bank: BankAccountId;
  const cookies = new Map<PersonId, string>();
  beforeAll(async () => {
    web = await openWeb();
    staff = [await staffer(web.db), await staffer(web.db)];
    bank = await openBank(web, staff[0]);
    await web.db.transaction((tx) => tx.query(`update identity.person set name = 'Ana Munteanu' where id = $1`, [staff[0]])); // prettier-ignore
    for (const person of staff) cookies.set(person, `plai_session=${await sessionOf(web, person)}`);
  });
  afterAll(() => web.close());

  const as = (person: PersonId) => ({ headers: { cookie: cookies.get(person)! } });
  const see = async (path: string) =>
    (await (await web.fetch(path, as(staff[1]))).text()).replaceAll('\u00a0', ' ').replaceAll('&#39;', "'");
  const waiting = async (kind: string) =>
    (await web.get(ApprovalsQueries).waiting('operator')).find((each) => each.kind === kind)!.id;
  const decide = (approval: string, decision: 'give' | 'refuse') =>
    web.post(`/ro/operator/approvals/${approval}`, { decision, reason: 'Alt cont' }, as(staff[1]));
  /** A promise of ten lei, and a stranger's transfer that one of the staff says is its. */
  const matched = async (purpose: (ref: string) => string): Promise<Pledge> => {
    const { projectId } = await openCampaign(web.db, { model: 'keep' });
    const amount = Money.parse('10', 'MDL');
    const gift = await web.get(GivingService).give({
      ...{ id: newId<'Pledge'>(), projectId, email: `${newId()}@example.com`, lang: 'ro', amount, coverFee: false },
      ...{ by: 'transfer', shortfall: 'return', follow: false, paths: { success: '/', cancel: '/' } },
    });
    const line: EnterLine = {
      ...{ id: newId<'BankLine'>(), accountId: bank, bookedOn: civilDate(await web.get(Clock).now()), reference: newId() },
      ...{ amount: Money.parse('9000', 'MDL'), meaning: 'unidentified', counterparty: STRANGER, purpose: purpose(gift.ref) },
    }; // prettier-ignore
    await web.get(BankService).confirmLine(await web.get(BankService).enterLine(line, staff[0]), staff[1]);
    await web.get(TransfersService).match(line.id, gift.id, staff[0]);
    return gift;
  };
  const askBack = async (gift: Pledge) => {
    const approvalId = newId<'Approval'>();
    await web.get(GiftRefundsService).ask({ approvalId, pledgeId: gift.id, amount: null, reason: 'Cerut' }, staff[0]);
    return approvalId;
  };
  const order = async (gift: Pledge, to: { holder: string; iban: string }) => {
    const [refund] = await web.db.rows<{ id: string }>('select id from pledges.gift_refund where pledge_id = $1', [gift.id]); // prettier-ignore
    const asked = { id: newId(), refundId: refund!.id, ...to };
    expect((await web.post(`/ro/operator/refunds/${gift.id}/order`, asked, as(staff[0]))).status).toBe(303);
    return waiting('refund-order');
  };

  it('names who paid, from which account, and who alone said whose it is', async () => {
    const gift = await matched(() => 'Donație pentru lampă');
    const refund = await askBack(gift);
    for (const lang of LANGS)
      for (const path of [`approvals/${refund}`, `refunds/${gift.id}`]) {
        const html = await see(`/${lang}/operator/${path}`);
        const facts = [STRANGER.name, 'MD24 AG00 0225 1000 1310 4168', 'Donație pentru lampă', UNCODED[lang]];
        for (const fact of [...facts, 'Ana Munteanu']) expect(html).toContain(fact);
        expect(html).not.toContain(CAREFUL[lang]);
      }
    expect((await decide(refund, 'give')).status).toBe(303);
    const other = await order(gift, FRIEND);
    for (const lang of LANGS) {
      const html = await see(`/${lang}/operator/approvals/${other}`);
      const facts = [FRIEND.holder, 'DE89 3704 0044 0532 0130 00', CAREFUL[lang], STRANGER.name, UNCODED[lang]];
      for (const fact of facts) expect(html).toContain(fact);
    }
    expect((await decide(other, 'refuse')).status).toBe(303);
    const same = await see(`/en/operator/approvals/${await order(gift, { holder: STRANGER.name, iban: 'md24 ag00 0225 1000 1310 4168' })}`); // prettier-ignore
    expect(same).not.toContain(CAREFUL.en);
  });

  it('says nothing of a match where the payment carries the gift’s code', async () => {
    const gift = await matched((ref) => `Lampă ${ref.replaceAll('-', ' ').toLowerCase()}`);
    const html = await see(`/en/operator/approvals/${await askBack(gift)}`);
    expect(html).toContain(STRANGER.name);
    expect(html).not.toContain(UNCODED.en);
  });
});
