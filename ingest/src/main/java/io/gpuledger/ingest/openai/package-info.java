/** OpenAI: the costs of an organisation, which are billed, and its usage by interface. */
@org.jspecify.annotations.NullMarked
package io.gpuledger.ingest.openai;
