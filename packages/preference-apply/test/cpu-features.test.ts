import type { CpuFeature, CpuLike } from '@instancetype/api';
import { expect, test } from 'vitest';
import { apply, domainWith } from './applied.ts';

const prefer = (...preferredCPUFeatures: CpuFeature[]): { cpu: { preferredCPUFeatures: CpuFeature[] } } => ({ cpu: { preferredCPUFeatures } });

// BEHAVIOUR 5.2 and Appendix A
test.each<[string, CpuLike, CpuFeature[], CpuFeature[]]>([
  ['appended in the preference\'s order', { cores: 2 }, [{ name: 'vmx', policy: 'require' }, { name: 'aes' }], [{ name: 'vmx', policy: 'require' }, { name: 'aes' }]],
  ['appended after the VM\'s own', { features: [{ name: 'own' }] }, [{ name: 'vmx' }], [{ name: 'own' }, { name: 'vmx' }]],
  ['left alone where the VM names them, with whatever policy', { features: [{ name: 'vmx', policy: 'disable' }] }, [{ name: 'vmx', policy: 'require' }, { name: 'aes' }], [{ name: 'vmx', policy: 'disable' }, { name: 'aes' }]],
  ['appended twice where the preference names them twice', {}, [{ name: 'vmx', policy: 'require' }, { name: 'vmx', policy: 'disable' }], [{ name: 'vmx', policy: 'require' }, { name: 'vmx', policy: 'disable' }]],
  ['appended to an empty list', { features: [] }, [{ name: 'vmx' }], [{ name: 'vmx' }]],
  ['appended to a list that is null', { features: null }, [{ name: 'vmx' }], [{ name: 'vmx' }]],
])('preferred features are %s', (_rule, cpu, preferred, features) => {
  expect(domainWith({ cpu }, prefer(...preferred))?.cpu).toEqual({ ...cpu, features });
});

test.each([[{}], [{ cpu: null }]])('a domain %j gets a cpu for them, on which KubeVirt crashes (Appendix B1)', (domain) => {
  expect(domainWith(domain, prefer({ name: 'vmx' }))).toEqual({ cpu: { features: [{ name: 'vmx' }] } });
});

test('without any preferred feature no cpu is created', () => {
  const domain = {};
  expect(domainWith(domain, prefer())).toBe(domain);
  expect(domainWith(domain, { cpu: { preferredCPUFeatures: null } })).toBe(domain);
});

test('10,000 features of each take linear time', () => {
  const features = (prefix: string): CpuFeature[] => Array.from({ length: 10_000 }, (_, index) => ({ name: `${prefix}${index}` }));
  const own = features('own');
  const started = Date.now();
  const { value } = apply({ spec: { domain: { cpu: { features: own } } } }, prefer(...own, ...features('more')));
  expect(value?.spec?.domain?.cpu?.features).toHaveLength(20_000);
  expect(Date.now() - started).toBeLessThan(1_000);
});
