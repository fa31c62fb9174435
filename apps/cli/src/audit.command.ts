import { AuditService } from '#libs/audit/src/index.js';
import type { Command } from './command.js';
import { inHouse } from './house.js';

/** Runs the audit. Exit code 1 when an invariant is broken. */
export const auditCommand: Command = {
  name: 'audit',
  about: 'check every invariant of money, votes and chains now; exit code 1 when one is broken',
  async run() {
    const findings = await inHouse((house) => house.get(AuditService, { strict: false }).run());
    for (const finding of findings) console.log(JSON.stringify(finding));
    console.log(findings.length === 0 ? 'all invariants hold' : `${findings.length} findings`);
    return findings.length === 0 ? 0 : 1;
  },
};
