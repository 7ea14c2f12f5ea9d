/** A VM; `spec` is what stands in it beside the run strategy and an empty template, and `domain` what stands in the domain. */
export const vm = (name: string, spec: string, domain: string = ''): string => `apiVersion: kubevirt.io/v1
kind: VirtualMachine
metadata:
  name: ${name}
spec:
  runStrategy: Always
${spec}  template:
    spec:
      domain:
        devices: {}
${domain}`;

export const GOOD: string = vm('good', '  instancetype:\n    name: u1.medium\n');

/** u1.medium gives 1 vCPU and 4Gi: line 14 has a value of its own, line 16 the same value. */
export const CLASHING: string = vm(
  'web',
  '  instancetype:\n    name: u1.medium\n',
  '        cpu:\n          cores: 4 # too many\n        memory:\n          guest: 4Gi # the same\n',
);

export const TYPO: string = vm('typo', '  instancetype:\n    name: u1.medum\n');

export const SMALL: string = `apiVersion: instancetype.kubevirt.io/v1beta1
kind: VirtualMachineInstancetype
metadata:
  name: small
spec:
  cpu:
    guest: 1
  memory:
    guest: 1Gi
`;

export const DEPRECATED: string = `apiVersion: instancetype.kubevirt.io/v1beta1
kind: VirtualMachineClusterPreference
metadata:
  name: old
spec:
  cpu:
    preferredCPUTopology: preferCores # as we always did
`;

export const CONFIG_MAP: string = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings\n';
