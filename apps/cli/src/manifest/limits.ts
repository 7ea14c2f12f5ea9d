/** What one run may read. Each limit turns an input that would exhaust the memory or the stack into one clear line. */
export const limits = {
  /** Bytes of one file, or of standard input: 64 MiB. */
  fileBytes: 67_108_864,
  /** Collections inside one another, counted from the document. */
  depth: 100,
  /** Aliases that are followed in one document, those inside an alias's target counted again each time. */
  aliases: 100,
  /** Lexical tokens of one YAML document: about 8 MiB of manifests, 500 MB of memory while it is read. */
  yamlTokens: 2_000_000,
  /** Values of one JSON text: about 64 MiB of manifests. */
  jsonValues: 4_000_000,
  /** Lists inside lists. */
  listDepth: 8,
  /** Characters of a name or a message that are shown. */
  shownText: 256,
} as const;
