export { ENDPOINTS } from './review/endpoints.ts';
export type { Endpoint } from './review/endpoints.ts';
export type { Decision, ReviewReply, ReviewRequest, ReviewSettings } from './review/review.ts';
export { createReviewer } from './review/reviewer.ts';
export type { Reviewer, ReviewerOptions } from './review/reviewer.ts';
