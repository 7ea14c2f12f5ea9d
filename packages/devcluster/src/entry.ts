import type { ApiObject } from './object.ts';
import { apiVersionOf, type ResourceType } from './resource.ts';

/** One stored object, with its JSON made once for all who read it. */
export interface Entry {
  readonly key: string;
  readonly object: ApiObject;
  readonly json: string;
  readonly version: number;
}

/** The JSON of an object as one version of its type shows it.
 * @param entry the object
 * @param type the version */
export function jsonAs({ object, json }: Entry, type: ResourceType): string {
  const version = apiVersionOf(type);
  if (object.apiVersion === version) return json;
  // `apiVersion` comes first in what is stored
  return `{"apiVersion":${JSON.stringify(version)}${json.slice(`{"apiVersion":${JSON.stringify(object.apiVersion)}`.length)}`;
}

/** An object as one version of its type shows it.
 * @param entry the object
 * @param type the version */
export function objectAs({ object }: Pick<Entry, 'object'>, type: ResourceType): ApiObject {
  const apiVersion = apiVersionOf(type);
  return object.apiVersion === apiVersion ? object : { ...object, apiVersion };
}
