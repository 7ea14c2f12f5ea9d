import { readFileSync } from 'node:fs';
import ts from 'typescript';
import type { Field, FieldType, Model } from './model.ts';

/** Reads interfaces of a declaration file, by name and only when asked: the file holds thousands. */
export class TypesFile {
  readonly #interfaces = new Map<string, ts.InterfaceDeclaration>();
  readonly #constants = new Map<string, ts.TypeLiteralNode>();

  constructor(path: string) {
    const file = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest);
    for (const statement of file.statements) {
      if (ts.isInterfaceDeclaration(statement)) this.#interfaces.set(statement.name.text, statement);
      if (ts.isVariableStatement(statement)) this.#readConstants(statement);
    }
  }

  /** The values of an enumeration live in a constant of the same name. */
  #readConstants(statement: ts.VariableStatement): void {
    for (const { name, type } of statement.declarationList.declarations) {
      if (ts.isIdentifier(name) && type && ts.isTypeLiteralNode(type)) this.#constants.set(name.text, type);
    }
  }

  has(name: string): boolean {
    return this.#interfaces.has(name);
  }

  model(name: string): Model {
    const declaration = this.#interfaces.get(name);
    if (!declaration) throw new Error(`the types package has no interface ${name}`);
    return { name, fields: declaration.members.map((member) => this.#field(name, member)) };
  }

  #field(model: string, member: ts.TypeElement): Field {
    if (!ts.isPropertySignature(member) || !member.type || !ts.isIdentifier(member.name)) {
      throw new Error(`${model} has a member that is no plain property`);
    }
    const name = member.name.text;
    return { name, required: !member.questionToken, type: this.#type(`${model}.${name}`, member.type) };
  }

  #type(place: string, type: ts.TypeNode): FieldType {
    switch (type.kind) {
      case ts.SyntaxKind.StringKeyword:
        return { is: 'scalar', scalar: 'string' };
      case ts.SyntaxKind.BooleanKeyword:
        return { is: 'scalar', scalar: 'bool' };
      case ts.SyntaxKind.NumberKeyword:
        return { is: 'scalar', scalar: 'number' };
      case ts.SyntaxKind.ObjectKeyword:
        return { is: 'empty' };
    }
    if (ts.isTypeLiteralNode(type)) {
      const [index] = type.members;
      if (index && ts.isIndexSignatureDeclaration(index)) return { is: 'map', of: this.#type(place, index.type) };
    }
    if (ts.isTypeReferenceNode(type) && ts.isIdentifier(type.typeName)) {
      return this.#reference(place, type.typeName.text, type.typeArguments?.[0]);
    }
    throw new Error(`${place} has a type that this generator does not know`);
  }

  #reference(place: string, name: string, argument: ts.TypeNode | undefined): FieldType {
    if (name === 'Array' && argument) return { is: 'list', of: this.#type(place, argument) };
    const constant = this.#constants.get(name);
    if (!constant) return { is: 'ref', model: name };
    return { is: 'enum', values: constant.members.map((member) => this.#literal(place, member)) };
  }

  #literal(place: string, member: ts.TypeElement): string {
    if (ts.isPropertySignature(member) && member.type && ts.isLiteralTypeNode(member.type)) {
      const { literal } = member.type;
      if (ts.isStringLiteral(literal)) return literal.text;
    }
    throw new Error(`${place} has an enumeration that this generator does not know`);
  }
}
