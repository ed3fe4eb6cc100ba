/**
 * Bills and saved telemetry on their way in: from staged files to Kafka, and the wait until readers
 * see them. The command line and the API both come through here.
 */
@org.jspecify.annotations.NullMarked
package io.gpuledger.dashboard.intake;
