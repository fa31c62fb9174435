import type { Body, BodyKind } from '#libs/hometowns/src/index.js';
import type { BudgetVoteId } from '#libs/budgeting/src/index.js';
import type { BodyId, PledgeId, ProjectId, VoteId } from '#libs/kernel/src/index.js';
import type { TownNeedId } from '#libs/needs/src/index.js';
import type { Lang } from '#libs/platform/src/index.js';

// Every page that a letter leads to, as a path on PUBLIC_URL.
export const giftPath = (lang: Lang, pledgeId: PledgeId, token: string): string =>
  `/${lang}/gift/${pledgeId}?token=${token}`;
export const receiptPath = (lang: Lang, code: string): string => `/v/${code}?lang=${lang}`;
export const projectPath = (lang: Lang, place: string, slug: string): string => `/${lang}/p/${place}/${slug}`;
export const townHallPath = (lang: Lang, bodyId: BodyId): string => `/${lang}/town-hall/${bodyId}`;
export const filePath = (lang: Lang, bodyId: BodyId, projectId: ProjectId): string =>
  `/${lang}/town-hall/${bodyId}/projects/${projectId}`;
export const partnersPath = (lang: Lang, bodyId: BodyId, projectId: ProjectId): string =>
  `${filePath(lang, bodyId, projectId)}/partners`;
export const jointPath = (lang: Lang, bodyId: BodyId, projectId: ProjectId): string =>
  `${townHallPath(lang, bodyId)}/joint/${projectId}`;
export const jointSharesPath = (lang: Lang, bodyId: BodyId, projectId: ProjectId): string =>
  `${jointPath(lang, bodyId, projectId)}/shares`;
export const worksPath = (lang: Lang, bodyId: BodyId, projectId: ProjectId): string =>
  `${filePath(lang, bodyId, projectId)}/works`;
export const accountPath = (lang: Lang, bodyId: BodyId): string => `${townHallPath(lang, bodyId)}/account`;
export const accountCheckPath = (lang: Lang, token: string): string => `/${lang}/account-check/${token}`;
export const associationPath = (lang: Lang, bodyId: BodyId): string => `/${lang}/association/${bodyId}`;
export const associationFilePath = (lang: Lang, bodyId: BodyId, projectId: ProjectId): string =>
  `${associationPath(lang, bodyId)}/projects/${projectId}`;
export const organisationPath = (lang: Lang, bodyId: BodyId): string => `${associationPath(lang, bodyId)}/organisation`;
export const rulePath = (lang: Lang, bodyId: BodyId): string => `${associationPath(lang, bodyId)}/rule`;
export const assemblyPath = (lang: Lang, bodyId: BodyId, assemblyId: string): string =>
  `${associationPath(lang, bodyId)}/assemblies/${assemblyId}`;
export const dissolutionPath = (lang: Lang, bodyId: BodyId): string => `${associationPath(lang, bodyId)}/dissolution`;
export const associationPagePath = (lang: Lang, slug: string): string => `/${lang}/a/${slug}`;
export const joinsPath = (lang: Lang, bodyId: BodyId): string => `${associationPath(lang, bodyId)}#joins`;
export const trancheDeskPath = (lang: Lang, bodyId: BodyId, projectId: ProjectId, requestId: string): string =>
  `/${lang}/town-hall/${bodyId}/projects/${projectId}/works/requests/${requestId}`;
export const inspectionPath = (lang: Lang, bodyId: BodyId, requestId: string): string =>
  `/${lang}/association/${bodyId}/requests/${requestId}`;
export const operatorPath = (lang: Lang, room = ''): string => `/${lang}/operator${room}`;
export const settingsPath = (lang: Lang): string => `/${lang}/account/settings`;
export const votePath = (lang: Lang, voteId: VoteId): string => `/${lang}/votes/${voteId}`;
export const budgetVotePath = (lang: Lang, voteId: BudgetVoteId): string => `/${lang}/budget-votes/${voteId}`;
export const budgetDeskPath = (lang: Lang, kind: BodyKind, bodyId: BodyId): string =>
  `/${lang}/${kind}/${bodyId}/budget-votes#votes`;
export const unfollowPath = (lang: Lang, token: string): string => `/${lang}/unfollow/${token}`;
export const fundPath = (lang: Lang, place: string): string => `/${lang}/t/${place}/fund`;
export const planPath = (lang: Lang, planId: string, token: string): string =>
  `/${lang}/monthly/${planId}?token=${token}`;
export const fundGiftPath = (lang: Lang, giftId: string, token: string): string =>
  `/${lang}/fund-gift/${giftId}?token=${token}`;
export const joinPath = (lang: Lang, place: string): string => `/${lang}/t/${place}/join`;
export const twinsPath = (lang: Lang, { kind, id }: Pick<Body, 'kind' | 'id'>): string =>
  `/${lang}/${kind}/${id}/twins`;
export const needPath = (lang: Lang, place: string, needId: TownNeedId): string =>
  `${boardPath(lang, place)}/${needId}`;
export const boardPath = (lang: Lang, place: string): string => `/${lang}/t/${place}/needs`;
export const boardLettersPath = (lang: Lang, token: string): string => `/${lang}/board-letters/${token}`;
