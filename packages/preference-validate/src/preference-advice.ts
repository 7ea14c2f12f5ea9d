import type { DevicePreferences, FirmwarePreferences, PreferenceSpec } from '@instancetype/api';
import type { Diagnostic, Severity } from '@instancetype/conflict';
import { setMember } from '@instancetype/validate';

const LEGACY_RATIO = '/spec/preferSpreadSocketToCoreRatio';
const FIRMWARE = '/spec/firmware';

/** What KubeVirt accepts without a word: fields that newer ones replace, and fields without an effect. Never errors. */
export function advisePreference(spec: PreferenceSpec): Diagnostic[] {
  return [...adviseFirmware(spec.firmware ?? {}), ...adviseRatio(spec), ...adviseDevices(spec.devices ?? {})];
}

function adviseFirmware(firmware: FirmwarePreferences): Diagnostic[] {
  const { preferredUseBios, preferredUseEfi, preferredUseSecureBoot, preferredEfi } = firmware;
  const findings: Diagnostic[] = [];
  if (preferredUseBios === true && (isSet(preferredEfi) || preferredUseEfi === true)) {
    const message = 'spec.firmware asks for BIOS and for EFI, and BIOS wins: remove preferredUseBios, or what asks for EFI';
    findings.push({ ...advice('bios-and-efi', 'warning', `${FIRMWARE}/preferredUseBios`, message) });
  }
  if (isSet(preferredUseEfi)) findings.push(superseded('preferredUseEfi', firmware));
  if (isSet(preferredUseSecureBoot)) findings.push(superseded('preferredUseSecureBoot', firmware));
  return findings;
}

/** Only both together have an exact counterpart: secure boot alone also changes the EFI that a VM chose itself. */
function superseded(member: 'preferredUseEfi' | 'preferredUseSecureBoot', firmware: FirmwarePreferences): Diagnostic {
  const message = `spec.firmware.${member} is superseded by spec.firmware.preferredEfi, which says the same in one field`;
  const finding = advice('superseded-firmware', 'info', `${FIRMWARE}/${member}`, message);
  const { preferredUseEfi, preferredUseSecureBoot, preferredEfi } = firmware;
  if (preferredUseEfi !== true || isSet(preferredEfi)) return finding;
  const efi = isSet(preferredUseSecureBoot) ? { secureBoot: preferredUseSecureBoot } : {};
  const old = ['preferredUseEfi', 'preferredUseSecureBoot'].filter((key) => Object.hasOwn(firmware, key));
  return {
    ...finding,
    suggestions: [
      {
        title: 'Write it as spec.firmware.preferredEfi',
        patch: [...old.map((key) => ({ op: 'remove', path: `${FIRMWARE}/${key}` }) as const), { op: 'add', path: `${FIRMWARE}/preferredEfi`, value: efi }],
      },
    ],
  };
}

function adviseRatio(spec: PreferenceSpec): Diagnostic[] {
  const ratio: unknown = spec.preferSpreadSocketToCoreRatio;
  if (typeof ratio !== 'number' || ratio === 0) return [];
  const isOverruled = isSet(spec.cpu?.spreadOptions?.ratio);
  const message = isOverruled
    ? 'spec.preferSpreadSocketToCoreRatio has no effect beside spec.cpu.spreadOptions.ratio, which superseded it: remove it'
    : 'spec.preferSpreadSocketToCoreRatio is superseded by spec.cpu.spreadOptions.ratio: write it there';
  const remove = { op: 'remove', path: LEGACY_RATIO } as const;
  const add = setMember(spec, '/spec', ['cpu', 'spreadOptions', 'ratio'], ratio);
  return [{ ...advice('superseded-ratio', 'info', LEGACY_RATIO, message), fix: isOverruled ? [remove] : [add, remove] }];
}

function adviseDevices(devices: DevicePreferences): Diagnostic[] {
  if (!isSet(devices.preferredVirtualGPUOptions)) return [];
  const message = 'spec.devices.preferredVirtualGPUOptions is accepted and never applied to a VM: set virtualGPUOptions of a GPU in the instance type';
  return [advice('never-applied', 'warning', '/spec/devices/preferredVirtualGPUOptions', message)];
}

function advice(code: string, severity: Severity, pointer: string, message: string): Diagnostic {
  return { code: `advice-${code}`, severity, message, pointer };
}

function isSet(value: unknown): boolean {
  return value !== undefined && value !== null;
}
