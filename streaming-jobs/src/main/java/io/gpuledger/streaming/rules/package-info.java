/**
 * Versions of the configured rules that answers go by. A version is one row; nothing is updated in
 * place, so that an answer as of an instant goes by the rules of then.
 */
@NullMarked
package io.gpuledger.streaming.rules;

import org.jspecify.annotations.NullMarked;
