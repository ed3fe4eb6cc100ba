/**
 * The HTTP API: routes, guards, errors, server-sent events, the web UI's files.
 *
 * <p>Invariants: every route stands in one table with who may call it, and in the OpenAPI document;
 * every query carries the caller's access scope; an error tells nothing of data the caller may not
 * see; every write and export is audited.
 */
@NullMarked
package io.gpuledger.dashboard.http;

import org.jspecify.annotations.NullMarked;
