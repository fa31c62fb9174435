import { book } from './balance-transactions.js';
import { type Charge } from './charges.object.js';
import { invalid } from './errors.js';
import { emit } from './events.js';
import { newId } from './ids.js';
import { type Dispute, EVIDENCE_FIELDS, type Evidence } from './objects.js';
import { closeWarnings } from './warnings.js';
import { type World } from './world.js';

/** How a dispute begins. */
export interface Opening {
  /** Minor units; the rest of the charge if not said. */
  amount?: number | undefined;
  reason?: string | undefined;
  /** Only a question: no money moves. */
  inquiry?: boolean | undefined;
}

const DAYS_TO_ANSWER = 9;
const DAY = 86_400;

/** A payer's bank disputes a charge: takes the money and a fee, or only asks. */
export function openDispute(
  world: World,
  charge: Charge,
  { amount, reason = 'fraudulent', inquiry = false }: Opening,
): Dispute {
  if (charge.disputed) throw invalid('This charge is already disputed.');
  if (!charge.paid || !charge.captured) throw invalid('Only a paid charge can be disputed.');
  const dispute = makeDispute(world, charge, {
    amount: amount ?? (charge.amount - charge.amount_refunded || charge.amount),
    reason,
    inquiry,
  });
  charge.disputed = true;
  world.charges.save(charge);
  world.disputes.save(dispute);
  if (!inquiry) withdraw(world, dispute);
  emit(world, 'charge.dispute.created', dispute);
  emit(world, 'charge.updated', charge, { disputed: false });
  if (!inquiry) emit(world, 'charge.dispute.funds_withdrawn', dispute);
  closeWarnings(world, charge.id);
  return dispute;
}

/** The bank decides, or the merchant gives in: won brings the money back (not the fee), also after it was lost. */
export function endDispute(world: World, dispute: Dispute, outcome: 'won' | 'lost'): Dispute {
  const final = ['won', 'warning_closed', ...(outcome === 'lost' ? ['lost'] : [])];
  if (final.includes(dispute.status)) throw invalid('This dispute is already closed.');
  const inquiry = dispute.status.startsWith('warning');
  const charge = world.charges.get(dispute.charge);
  if (inquiry && outcome === 'lost') return escalate(world, dispute);
  dispute.status = inquiry ? 'warning_closed' : outcome;
  if (outcome === 'won' && !inquiry) {
    const taken = dispute.balance_transactions[0];
    const back = book(world, {
      type: 'adjustment',
      category: 'dispute_reversal',
      source: dispute.id,
      amount: dispute.amount,
      currency: dispute.currency,
      rate: taken?.exchange_rate ?? null,
      plainRate: true,
      description: `Chargeback reversal for ${charge.id}`,
    });
    dispute.balance_transactions.push({ ...back });
  }
  dispute.is_charge_refundable = outcome === 'won';
  world.disputes.save(dispute);
  if (outcome === 'won' && !inquiry) emit(world, 'charge.dispute.funds_reinstated', dispute);
  emit(world, 'charge.dispute.closed', dispute);
  return dispute;
}

function escalate(world: World, dispute: Dispute): Dispute {
  const previous = { status: dispute.status };
  dispute.status = 'needs_response';
  dispute.payment_method_details.card.case_type = 'chargeback';
  withdraw(world, dispute);
  emit(world, 'charge.dispute.updated', dispute, previous);
  emit(world, 'charge.dispute.funds_withdrawn', dispute);
  return endDispute(world, dispute, 'lost');
}

function withdraw(world: World, dispute: Dispute): void {
  const fee = { amount: world.settings.disputeFee, description: 'Dispute fee' };
  const taken = book(world, {
    type: 'adjustment',
    category: 'dispute',
    source: dispute.id,
    amount: -dispute.amount,
    currency: dispute.currency,
    plainRate: true,
    fee,
    description: `Chargeback withdrawal for ${dispute.charge}`,
    atOnce: true,
  });
  dispute.balance_transactions.push({ ...taken });
  dispute.is_charge_refundable = false;
  world.disputes.save(dispute);
}

function makeDispute(world: World, charge: Charge, of: { amount: number; reason: string; inquiry: boolean }): Dispute {
  const evidence = Object.fromEntries(EVIDENCE_FIELDS.map((field) => [field, null])) as Evidence;
  const brand =
    charge.payment_method_details?.type === 'card' ? (charge.payment_method_details.card.brand ?? 'visa') : 'visa';
  return {
    id: newId('du', 24),
    object: 'dispute',
    amount: of.amount,
    balance_transactions: [],
    charge: charge.id,
    created: world.clock.now(),
    currency: charge.currency,
    enhanced_eligibility_types: [],
    evidence: { ...evidence, enhanced_evidence: {} },
    evidence_details: {
      due_by: world.clock.now() + DAYS_TO_ANSWER * DAY,
      enhanced_eligibility: {},
      has_evidence: false,
      past_due: false,
      submission_count: 0,
      submission_method: 'not_submitted',
    },
    intended_submission_method: 'manual',
    is_charge_refundable: of.inquiry,
    livemode: false,
    metadata: {},
    network_reason_code: '10.4',
    payment_intent: charge.payment_intent,
    payment_method_details: {
      card: { brand, case_type: of.inquiry ? 'inquiry' : 'chargeback', network: brand, network_reason_code: '10.4' },
      type: 'card',
    },
    reason: of.reason,
    status: of.inquiry ? 'warning_needs_response' : 'needs_response',
  };
}
