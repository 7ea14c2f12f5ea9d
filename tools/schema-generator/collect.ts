import type { Correction, Models } from './correction.ts';
import type { Field, FieldType, Model } from './model.ts';
import type { TypesFile } from './read-types.ts';

/** Enumerations of the types package come from descriptions; KubeVirt's definitions take any text there. */
const relaxed = (type: FieldType): FieldType => {
  if (type.is === 'enum') return { is: 'scalar', scalar: 'string' };
  if (type.is === 'list' || type.is === 'map') return { ...type, of: relaxed(type.of) };
  return type;
};

const relaxedField = (field: Field): Field => ({ ...field, type: relaxed(field.type) });

/** The corrected models, read when first asked for. */
export class CorrectedModels implements Models {
  readonly #file: TypesFile;
  readonly #models = new Map<string, Model>();

  constructor(file: TypesFile, corrections: readonly Correction[]) {
    this.#file = file;
    for (const correction of corrections) correction.apply(this);
  }

  get(name: string): Model {
    const known = this.#models.get(name);
    if (known) return known;
    const { fields } = this.#file.model(name);
    const model: Model = { name: shortName(name), fields: fields.map(relaxedField) };
    this.#models.set(name, model);
    return model;
  }

  set(name: string, model: Model): void {
    this.#models.set(name, model);
  }

  create(name: string): Model {
    if (!this.#models.has(name) && !this.#file.has(name)) this.#models.set(name, { name: shortName(name), fields: [] });
    return this.get(name);
  }

  /** Every model that a root leads to, the root included. Refuses recursion: the interpreter's depth is the schema's. */
  reachable(root: string): ReadonlySet<string> {
    const found = new Set<string>();
    const visit = (name: string, above: readonly string[]): void => {
      if (above.includes(name)) throw new Error(`${name} holds itself: ${above.join(' > ')}`);
      found.add(name);
      for (const { type } of this.get(name).fields) {
        const model = modelOf(type);
        if (model !== undefined) visit(model, [...above, name]);
      }
    };
    visit(root, []);
    return found;
  }
}

/** The model that a type leads to, through lists and maps. */
function modelOf(type: FieldType): string | undefined {
  if (type.is === 'list' || type.is === 'map') return modelOf(type.of);
  return type.is === 'ref' ? type.model : undefined;
}

/** `V1beta1SpreadOptions` is `SpreadOptions` to a reader. */
function shortName(name: string): string {
  return name.replace(/^(K8sIoApiCoreV1|K8sIoApimachineryPkgApisMetaV1|V1alpha1|V1beta1|V1)(?=[A-Z])/, '');
}
