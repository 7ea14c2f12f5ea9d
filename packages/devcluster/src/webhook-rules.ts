import { type ApiObject, isObject } from './object.ts';
import type { StatusCause } from './status.ts';

type Members = Readonly<Record<string, unknown>>;

const SIDE_EFFECTS: readonly unknown[] = ['None', 'NoneOnDryRun'];

/** A webhook configuration with the defaults that an API server writes into it.
 * @param object the configuration */
export function completedWebhooks(object: ApiObject): ApiObject {
  const { webhooks } = object;
  if (!Array.isArray(webhooks)) return object;
  const isMutating = object.kind === 'MutatingWebhookConfiguration';
  return { ...object, webhooks: webhooks.map((webhook) => (isObject(webhook) ? completed(webhook, isMutating) : webhook)) };
}

function completed(webhook: Members, isMutating: boolean): Members {
  const { clientConfig, rules } = webhook;
  const service = isObject(clientConfig) ? clientConfig['service'] : undefined;
  return {
    ...{ failurePolicy: 'Fail', matchPolicy: 'Equivalent', namespaceSelector: {}, objectSelector: {}, timeoutSeconds: 10 },
    ...(isMutating && { reinvocationPolicy: 'Never' }),
    ...webhook,
    ...(isObject(service) && { clientConfig: { ...(clientConfig as Members), service: { port: 443, ...service } } }),
    ...(Array.isArray(rules) && { rules: rules.map((rule) => (isObject(rule) ? { scope: '*', ...rule } : rule)) }),
  };
}

/** What is wrong with a webhook configuration.
 * @param object as it is to be stored */
export function webhookCauses({ webhooks }: ApiObject): StatusCause[] {
  return (Array.isArray(webhooks) ? webhooks : []).flatMap((webhook: unknown, index) => (isObject(webhook) ? causesOf(webhook, `webhooks[${index}]`) : []));
}

function causesOf(webhook: Members, path: string): StatusCause[] {
  const { name, sideEffects, admissionReviewVersions, timeoutSeconds, clientConfig } = webhook;
  const parts = typeof name === 'string' ? name.split('.').length : 0;
  const seconds = Number(timeoutSeconds);
  return [
    ...wrong(parts < 3, `${path}.name`, `Invalid value: ${JSON.stringify(name ?? '')}: should be a domain with at least three segments separated by dots`),
    ...wrong(!SIDE_EFFECTS.includes(sideEffects), `${path}.sideEffects`, sideEffects === undefined ? 'Required value: must specify one of None, NoneOnDryRun' : `Unsupported value: ${JSON.stringify(sideEffects)}: supported values: "None", "NoneOnDryRun"`, sideEffects === undefined ? 'FieldValueRequired' : 'FieldValueNotSupported'),
    ...wrong(!Array.isArray(admissionReviewVersions) || admissionReviewVersions.length === 0, `${path}.admissionReviewVersions`, 'Required value: must specify one of v1, v1beta1', 'FieldValueRequired'),
    ...wrong(seconds < 1 || seconds > 30, `${path}.timeoutSeconds`, `Invalid value: ${seconds}: the timeout value must be between 1 and 30 seconds`),
    ...clientCauses(isObject(clientConfig) ? clientConfig : {}, `${path}.clientConfig`),
  ];
}

function clientCauses({ url, service }: Members, path: string): StatusCause[] {
  if ((url === undefined) === (service === undefined)) return wrong(true, path, 'Required value: exactly one of url or service is required', 'FieldValueRequired');
  return wrong(typeof url === 'string' && !url.startsWith('https://'), `${path}.url`, `Invalid value: ${JSON.stringify(url)}: 'https' is the only allowed URL scheme; desired format: https://host[/path]`);
}

function wrong(isWrong: boolean, field: string, message: string, reason = 'FieldValueInvalid'): StatusCause[] {
  return isWrong ? [{ reason, message, field }] : [];
}
