/** A member that may be absent; the API's JSON writes null for unset as well (BEHAVIOUR 0.1). */
export type Maybe<T> = T | null | undefined;

/** A Kubernetes quantity as it stands in JSON: `"8Gi"`, `"1500m"`, `2`. */
export type QuantityLike = string | number;
