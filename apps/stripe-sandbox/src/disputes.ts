import { endDispute } from './dispute-life.js';
import { type Endpoint, endpoint } from './endpoint.js';
import { invalid } from './errors.js';
import { emit } from './events.js';
import { created, page, paging } from './lists.js';
import { EVIDENCE_FIELDS } from './objects.js';
import { choice, clearable, flag, group, mergeMetadata, metadata, text } from './parameters.js';

const evidence = group(Object.fromEntries(EVIDENCE_FIELDS.map((field) => [field, clearable(text(20_000))])));
const intended = choice('manual', 'prefer_manual', 'prefer_smart_disputes', 'smart_disputes');

/** Disputes: answer with evidence, or give in. */
export const disputeEndpoints: Endpoint[] = [
  endpoint(
    'GET',
    '/v1/disputes',
    { ...paging, created, charge: text(), payment_intent: text() },
    ({ world, params, path }) => {
      const found = world.disputes
        .all()
        .filter(
          (one) =>
            (params.charge === undefined || one.charge === params.charge) &&
            (params.payment_intent === undefined || one.payment_intent === params.payment_intent),
        );
      return page(found, params, path, 'dispute');
    },
  ),
  endpoint('GET', '/v1/disputes/:id', {}, ({ world, id }) => world.disputes.get(id)),
  endpoint(
    'POST',
    '/v1/disputes/:id',
    { evidence, metadata, submit: flag, intended_submission_method: intended },
    ({ world, id, params }) => {
      const dispute = world.disputes.get(id);
      dispute.metadata = mergeMetadata(dispute.metadata, params.metadata);
      if (params.evidence === undefined && !params.submit) return world.disputes.save(dispute);
      if (!dispute.status.endsWith('needs_response'))
        throw invalid('This dispute is already closed or under review.', { code: 'dispute_already_closed' });
      Object.assign(dispute.evidence, params.evidence);
      dispute.evidence_details.has_evidence = Object.values(dispute.evidence).some(
        (value) => typeof value === 'string',
      );
      const previous = { status: dispute.status };
      // Evidence is handed in at once unless the merchant says that it is only being collected.
      if (params.submit !== false) {
        dispute.status = dispute.status === 'warning_needs_response' ? 'warning_under_review' : 'under_review';
        Object.assign(dispute.evidence_details, {
          submission_count: dispute.evidence_details.submission_count + 1,
          submission_method: 'manual',
        });
      }
      world.disputes.save(dispute);
      emit(world, 'charge.dispute.updated', dispute, previous);
      return dispute;
    },
  ),
  endpoint('POST', '/v1/disputes/:id/close', {}, ({ world, id }) => endDispute(world, world.disputes.get(id), 'lost')),
];
