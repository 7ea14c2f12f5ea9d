/** One field of a message. */
export interface Field {
  readonly name: string;
  /** text, number, count (a number that is unset where it is 0), bool, time, microtime, textmap, bytemap, raw, or another message. */
  readonly type: string;
  readonly isList: boolean;
}

/** The fields of a message, by number. */
export type Message = ReadonlyMap<number, Field>;

const META = 'metadata=1:ObjectMeta';

/** The messages as Kubernetes numbers their fields: `name=number:type`, with [] for lists. */
const TEXTS: Readonly<Record<string, string>> = {
  TypeMeta: 'apiVersion=1:text kind=2:text',
  ObjectMeta:
    'name=1:text generateName=2:text namespace=3:text selfLink=4:text uid=5:text resourceVersion=6:text generation=7:count creationTimestamp=8:time deletionTimestamp=9:time ' +
    'deletionGracePeriodSeconds=10:number labels=11:textmap annotations=12:textmap ownerReferences=13:OwnerReference[] finalizers=14:text[]',
  OwnerReference: 'kind=1:text name=3:text uid=4:text apiVersion=5:text controller=6:bool blockOwnerDeletion=7:bool',
  ObjectReference: 'kind=1:text namespace=2:text name=3:text uid=4:text apiVersion=5:text resourceVersion=6:text fieldPath=7:text',
  LocalObjectReference: 'name=1:text',
  LabelSelector: 'matchLabels=1:textmap matchExpressions=2:LabelSelectorRequirement[]',
  LabelSelectorRequirement: 'key=1:text operator=2:text values=3:text[]',
  DeleteOptions: 'gracePeriodSeconds=1:number preconditions=2:Preconditions orphanDependents=3:bool propagationPolicy=4:text dryRun=5:text[]',
  Preconditions: 'uid=1:text resourceVersion=2:text',

  Namespace: `${META} spec=2:NamespaceSpec`,
  NamespaceSpec: 'finalizers=1:text[]',
  ConfigMap: `${META} data=2:textmap binaryData=3:bytemap immutable=4:bool`,
  Secret: `${META} data=2:bytemap type=3:text stringData=4:textmap immutable=5:bool`,
  ServiceAccount: `${META} secrets=2:ObjectReference[] imagePullSecrets=3:LocalObjectReference[] automountServiceAccountToken=4:bool`,
  Event:
    `${META} involvedObject=2:ObjectReference reason=3:text message=4:text source=5:EventSource firstTimestamp=6:time lastTimestamp=7:time count=8:count type=9:text ` +
    'eventTime=10:microtime action=12:text related=13:ObjectReference reportingComponent=14:text reportingInstance=15:text',
  EventSource: 'component=1:text host=2:text',
  Lease: `${META} spec=2:LeaseSpec`,
  LeaseSpec: 'holderIdentity=1:text leaseDurationSeconds=2:number acquireTime=3:microtime renewTime=4:microtime leaseTransitions=5:number strategy=6:text preferredHolder=7:text',

  Role: `${META} rules=2:PolicyRule[]`,
  ClusterRole: `${META} rules=2:PolicyRule[] aggregationRule=3:AggregationRule`,
  AggregationRule: 'clusterRoleSelectors=1:LabelSelector[]',
  PolicyRule: 'verbs=1:text[] apiGroups=2:text[] resources=3:text[] resourceNames=4:text[] nonResourceURLs=5:text[]',
  RoleBinding: `${META} subjects=2:Subject[] roleRef=3:RoleRef`,
  ClusterRoleBinding: `${META} subjects=2:Subject[] roleRef=3:RoleRef`,
  Subject: 'kind=1:text apiGroup=2:text name=3:text namespace=4:text',
  RoleRef: 'apiGroup=1:text kind=2:text name=3:text',

  SelfSubjectAccessReview: `${META} spec=2:SelfSubjectAccessReviewSpec`,
  SelfSubjectAccessReviewSpec: 'resourceAttributes=1:ResourceAttributes nonResourceAttributes=2:NonResourceAttributes',
  SubjectAccessReview: `${META} spec=2:SubjectAccessReviewSpec`,
  SubjectAccessReviewSpec: 'resourceAttributes=1:ResourceAttributes nonResourceAttributes=2:NonResourceAttributes user=3:text groups=4:text[] uid=6:text',
  ResourceAttributes: 'namespace=1:text verb=2:text group=3:text version=4:text resource=5:text subresource=6:text name=7:text',
  NonResourceAttributes: 'path=1:text verb=2:text',
  SelfSubjectRulesReview: `${META} spec=2:SelfSubjectRulesReviewSpec`,
  SelfSubjectRulesReviewSpec: 'namespace=1:text',
  SelfSubjectReview: META,
  TokenRequest: `${META} spec=2:TokenRequestSpec`,
  TokenRequestSpec: 'audiences=1:text[] boundObjectRef=3:BoundObjectReference expirationSeconds=4:number',
  BoundObjectReference: 'kind=1:text apiVersion=2:text name=3:text uid=4:text',
  TokenReview: `${META} spec=2:TokenReviewSpec`,
  TokenReviewSpec: 'token=1:text audiences=2:text[]',
};

/** By name. */
export const MESSAGES: ReadonlyMap<string, Message> = new Map(Object.entries(TEXTS).map(([name, text]) => [name, messageOf(text)]));

function messageOf(text: string): Message {
  return new Map([...text.matchAll(/(\w+)=(\d+):(\w+)(\[\])?/g)].map(([, name = '', number, type = '', list]) => [Number(number), { name, type, isList: list !== undefined }]));
}
