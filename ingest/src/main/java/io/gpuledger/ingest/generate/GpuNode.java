package io.gpuledger.ingest.generate;

/**
 * A machine with accelerators that a generated bill charges by the hour.
 *
 * @param resourceId as the provider names it, e.g. {@code i-0a1b..}
 * @param instanceType as the provider names it, e.g. {@code p5.48xlarge}
 * @param account sub account that runs it
 * @param region provider region
 * @param team value of the tag {@code team}, empty for none
 * @param microsPerHour list price of one hour, in millionths of the currency
 * @param committed whether a commitment covers it
 */
public record GpuNode(
    String resourceId,
    String instanceType,
    String account,
    String region,
    String team,
    long microsPerHour,
    boolean committed) {}
