import type { IncomingHttpHeaders } from 'node:http';
import { authenticated, type User } from './identity.ts';
import type { Authorizer } from './rbac.ts';
import { badRequest } from './status.ts';

/** Who a request is to be made as (`kubectl --as`): somebody else, where that is asked for and allowed.
 * @param user who makes it
 * @param headers of the request
 * @param authorizer knows who may
 * @throws StatusError where it is not allowed */
export function impersonated(user: User, headers: IncomingHttpHeaders, authorizer: Authorizer): User {
  const name = headers['impersonate-user'];
  const groups = textsOf(headers['impersonate-group']);
  if (name === undefined && groups.length === 0) return user;
  if (typeof name !== 'string') throw badRequest(`requested groups ${JSON.stringify(groups)} without impersonating a user name`);
  const attempts = [['users', name] as const, ...groups.map((group) => ['groups', group] as const)];
  for (const [resource, each] of attempts) authorizer.check(user, { verb: 'impersonate', group: '', resource, namespace: '', name: each });
  return authenticated({ username: name, groups });
}

function textsOf(header: string | string[] | undefined): string[] {
  return header === undefined ? [] : [header].flat().flatMap((each) => each.split(',')).map((each) => each.trim());
}
