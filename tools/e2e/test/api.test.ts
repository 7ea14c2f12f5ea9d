import { afterAll, beforeAll, describe } from 'vitest';
import { describeAccess } from './behaviour/access.ts';
import { describeAdmission } from './behaviour/admission.ts';
import { type Ask, openAsk } from './behaviour/ask.ts';
import { describeLists } from './behaviour/lists.ts';
import { describeObjects } from './behaviour/objects.ts';
import { describeOwnKinds } from './behaviour/own-kinds.ts';
import { describePatches } from './behaviour/patches.ts';
import { installThings } from './behaviour/things.ts';
import { describeOnClusters } from '../src/test-clusters.ts';

const PARTS = { objects: describeObjects, patches: describePatches, lists: describeLists, 'own kinds': describeOwnKinds, access: describeAccess, admission: describeAdmission };

describeOnClusters('the API', (cluster) => {
  let opened: { readonly ask: Ask; readonly close: () => void };

  beforeAll(async () => {
    opened = openAsk(cluster());
    await installThings(opened.ask);
  }, 60_000);
  afterAll(() => opened.close());

  describe.each(Object.entries(PARTS))('%s', (name, describePart) => {
    let namespace = '';
    beforeAll(async () => {
      namespace = await cluster().newNamespace(name.replace(' ', '-'));
    });
    describePart(() => ({ ask: opened.ask, namespace }));
  });
});
